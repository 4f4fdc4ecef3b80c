import type { DateOn, Instant, Problem } from './contract'
import { offlineProblem, ProblemError } from './problem'
import type { ServiceRule } from './service'

/** What the court says of the document or certificate behind a QR code: nothing that a stranger may not know. */
export interface Genuine {
  genuine: true
  kind: 'document' | 'certificate'
  court_name: string
  case_number?: string
  title: string
  recipient_masked?: string
  rule?: ServiceRule
  effective_at?: Instant
  effective_on?: DateOn
  issued_at: Instant
  sha256: string
  n_pages?: number
}

/**
 * Asks the court whether `code` is one of its own; nobody needs to be signed in. `undefined` when it is not.
 *
 * Throws {@link ProblemError} when the court cannot be asked.
 */
export async function showGenuine(code: string): Promise<Genuine | undefined> {
  let response: Response
  try {
    response = await fetch(`/api/documents/genuine/${encodeURIComponent(code)}`, { credentials: 'same-origin' })
  } catch {
    throw new ProblemError(offlineProblem())
  }
  if (response.status === 404) return undefined
  const told = await response.json().catch(() => undefined) as Genuine | Problem | undefined
  if (response.ok && told && 'genuine' in told) return told
  throw new ProblemError(told && 'code' in told ? told : { ...offlineProblem(), status: response.status })
}
