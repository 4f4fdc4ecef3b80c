import { keptOnPhone } from '../../api/keptOnPhone'
import type { FormRow } from './formData'

/** What was typed into a document and not saved in the case yet. */
export interface KeptWriting {
  /** The version it was written on, as `court-12`; empty for a new document. */
  base: string
  title: string
  parties: number[]
  form: FormRow
  rewritten: string[]
  at: number
}
/** The name of what is typed into a document of a case; of a new one by its template. */
export const keptName = (caseId: string, document: string | undefined, template: string): string => `document ${caseId} ${document ?? `new ${template}`}`

/** What is kept on this device; it goes when its maker signs out. */
export async function keptWriting(name: string): Promise<KeptWriting | undefined> {
  try {
    const text = await (await keptOnPhone()).get('composer', name)
    return text ? JSON.parse(text) as KeptWriting : undefined
  } catch {
    // A browser without a store of its own: what is typed lasts as long as the page.
    return undefined
  }
}
export async function keepWriting(name: string, writing: KeptWriting): Promise<void> {
  try { await (await keptOnPhone()).put('composer', JSON.stringify(writing), name) } catch { /* as above */ }
}
export async function forgetWriting(name: string): Promise<void> {
  try { await (await keptOnPhone()).delete('composer', name) } catch { /* as above */ }
}
