import { inject, provide, type InjectionKey, type Ref } from 'vue'
import type { BlobRef, EntryRef, EntryView, Member } from '../api/contract'
import type { CaseState } from './useCase'

/** What a card may ask of the page it stands on. */
export interface Space {
  state: CaseState
  /** The message that is being quoted in the composer. */
  quoted: Ref<EntryView | undefined>
  openMenu(entry: EntryView): void
  openPhoto(photo: BlobRef, by: string): void
  openReaders(entry: EntryView): void
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
