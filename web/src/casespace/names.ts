import { t, type TextKey } from '../i18n'
import zh from '../i18n/zh-CN'

/** The words for a code of the court, or the code itself when this page does not know it yet. */
export function nameOf(
  area: 'role' | 'status' | 'procedure' | 'outcome' | 'side' | 'filing_kind' | 'filing_state' | 'fee_kind' | 'party_kind'
    | 'agent_kind' | 'agent_stage' | 'special' | 'attachment' | 'duty' | 'flag' | 'reopen',
  code: string | undefined,
): string {
  if (!code) return ''
  const key = `${area}.${code}`
  return key in zh ? t(key as TextKey) : code
}
const courtRoles = new Set([
  'handling_judge', 'presiding_judge', 'judge', 'lay_judge', 'judge_assistant', 'clerk', 'filing_officer', 'enforcement_officer',
  'division_head', 'president',
])
/** Whether a role is drawn in the colours of the court. What somebody may do never depends on this. */
export const drawnAsCourt = (role: string): boolean => courtRoles.has(role)
