import { answer, node } from './client'
import type { Present } from './contract'
import type { components } from './schema'

/** What the court says of the document or certificate behind a QR code: nothing that a stranger may not know. */
export type Genuine = Present<components['schemas']['GenuineDocument']>

/** Asks the court about a code; nobody needs to be signed in. Throws `ProblemError` when it is none of its own, or not any more. */
export const showGenuine = (code: string): Promise<Genuine> =>
  answer(node.GET('/api/documents/genuine/{code}', { params: { path: { code } } }))
