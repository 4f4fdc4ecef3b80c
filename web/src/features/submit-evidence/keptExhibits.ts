import { newCommandId } from '../../api/client'
import type { CaseId, EntryRef, PersonId } from '../../api/contract'
import { exhibitsOnPhone, type ExhibitFields, type KeptExhibit, type KeptPage } from '../../api/exhibitsOnPhone'

export const emptyFields = (): ExhibitFields => ({
  name: '', named: false, kind: 'document', kind_chosen: false, original: 'submitter', original_chosen: false, purpose: '', source: '', made_on: '',
  restricted: false, ground: 'trade_secret', restriction_reason: '', late_reason: '',
})

/** What an exhibit begins with when it is not begun empty. */
export interface Beginning {
  fields?: Partial<ExhibitFields>
  pages?: KeptPage[]
  message?: EntryRef
  said?: string
  said_by?: string
  said_at?: string
  proposal?: EntryRef
}
export function newExhibit(caseId: CaseId, person: PersonId, from: Beginning = {}): KeptExhibit {
  return {
    id: newCommandId(), case: caseId, person, changed_at: Date.now(), fields: { ...emptyFields(), ...from.fields }, pages: from.pages ?? [],
    message: from.message, said: from.said, said_by: from.said_by, said_at: from.said_at, proposal: from.proposal,
  }
}

/** Exhibits of this person that are being put together on this phone, the newest first. */
export async function keptExhibits(caseId: CaseId, person: PersonId | undefined): Promise<KeptExhibit[]> {
  const all = await (await exhibitsOnPhone()).getAllFromIndex('exhibits', 'case', caseId)
  return all.filter((one) => one.person === person).sort((a, b) => b.changed_at - a.changed_at)
}
export async function keptExhibit(id: string): Promise<KeptExhibit | undefined> {
  return (await exhibitsOnPhone()).get('exhibits', id)
}
/** Keeps everything but the bytes; those are kept once, when a file comes in. */
export async function keepExhibit(exhibit: KeptExhibit): Promise<void> {
  // A plain copy: the store takes no reactive objects.
  await (await exhibitsOnPhone()).put('exhibits', JSON.parse(JSON.stringify(exhibit)) as KeptExhibit)
}
export async function keepFile(exhibit: string, page: string, bytes: Blob): Promise<void> {
  await (await exhibitsOnPhone()).put('files', { id: page, exhibit, bytes })
}
export async function fileOf(page: string): Promise<Blob | undefined> {
  return (await (await exhibitsOnPhone()).get('files', page))?.bytes
}
export async function dropFile(page: string): Promise<void> {
  await (await exhibitsOnPhone()).delete('files', page)
}
export async function forgetExhibit(id: string): Promise<void> {
  const db = await exhibitsOnPhone()
  for (const key of await db.getAllKeysFromIndex('files', 'exhibit', id)) await db.delete('files', key)
  await db.delete('exhibits', id)
}
