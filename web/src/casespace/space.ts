import { inject, provide, type InjectionKey, type Ref } from 'vue'
import type { ApplicationKind, BlobRef, EntryRef, EntryView, Member } from '../api/contract'
import type { ProcedureState } from './procedure'
import type { CaseState } from './useCase'

/** A page of the case that something in the space leads to. The page around the space knows where it is. */
export type Place =
  | { page: 'evidence'; exhibit?: EntryRef }
  | { page: 'submit_evidence'; message?: EntryRef; proposal?: EntryRef }
  | { page: 'applications'; application?: EntryRef }
  | { page: 'apply'; kind: ApplicationKind; message?: EntryRef; proposal?: EntryRef; words?: string }
  | { page: 'answer' }
  | { page: 'agenda' }
  | { page: 'file' }
  | { page: 'service' }
  | { page: 'paper'; paper: EntryRef; recipient: number; file: BlobRef; certificate?: boolean }
  | { page: 'service_address' }
  | { page: 'consents' }

/** What a card may ask of the page it stands on. */
export interface Space {
  state: CaseState
  /** Exhibits, applications and deadlines of the case, as far as a card has asked for them. */
  procedure: ProcedureState
  /** The message that is being quoted in the composer. */
  quoted: Ref<EntryView | undefined>
  openMenu(entry: EntryView): void
  openPhoto(photo: BlobRef, by: string): void
  openReaders(entry: EntryView): void
  open(place: Place): void
  jumpTo(ref: EntryRef): void
  mention(member: Pick<Member, 'person' | 'name'>): void
}
const key: InjectionKey<Space> = Symbol('space')
export const provideSpace = (space: Space): void => provide(key, space)
/** The case space a card stands in. */
export function useSpace(): Space {
  const space = inject(key)
  if (!space) throw new Error('a card stands outside a case space')
  return space
}
