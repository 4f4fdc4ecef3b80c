import { newCommandId } from '../../api/client'

/**
 * The command id of an act that must not happen twice even when the page is reloaded between the act and its answer.
 * The same `what` gets the same id until {@link actDone}.
 */
export function actKey(what: string): string {
  const name = `act:${what}`
  try {
    const kept = localStorage.getItem(name)
    if (kept) return kept
    const made = newCommandId()
    localStorage.setItem(name, made)
    return made
  } catch {
    return newCommandId()
  }
}
/** The act has its receipt, or was refused: the next one is a new act. */
export function actDone(what: string): void {
  try { localStorage.removeItem(`act:${what}`) } catch { /* nothing was kept */ }
}
