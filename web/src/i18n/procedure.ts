import { texts } from './texts'
import zh from './zh-CN/procedure'

export type ProcedureKey = keyof typeof zh
/** A text on evidence, applications, the answer and deadlines. A table of its own: it comes with the pages that need it. */
export const p = texts<ProcedureKey>(zh, async () => (await import('./en/procedure')).default)

/** The words for a code of these areas, or the code itself when this page does not know it yet. */
export function wordOf(
  area: 'application' | 'about' | 'outcome' | 'exhibit_kind' | 'ground' | 'mark' | 'point' | 'ruling' | 'late' | 'way' | 'claim'
    | 'exhibit_status' | 'application_status' | 'deadline_status' | 'side' | 'effect',
  code: string | undefined,
): string {
  if (!code) return ''
  const key = `${area}.${code}`
  return key in zh ? p(key as ProcedureKey) : code
}
