import type { TurnView } from '../api/contract'
import { p } from '../i18n/procedure'
import { formatDay } from '../ui/format'

/** How long there is still time, in words. Counted by the court: its day decides, not the phone's. Nothing is over while the last day waits for a year's holidays. */
export function daysLeft(nDaysLeft: number, waitsFor?: number | null): string {
  if (nDaysLeft < 0 && waitsFor) return p('days.waits', { year: waitsFor })
  if (nDaysLeft < 0) return p('days.over', { n: -nDaysLeft })
  if (nDaysLeft === 0) return p('days.today')
  return p('days.left', { n: nDaysLeft })
}

/** `轮到您：质证（剩 3 天，11月20日止）`, `等待法院：决定回避申请`. */
export function turnWords(turn: TurnView, now: number | Date = Date.now()): string {
  const head = turn.mine ? p('turn.yours', { what: turn.what }) : p('turn.waits', { who: turn.whose_name, what: turn.what })
  if (!turn.until) return head
  return p('turn.with_end', { head, left: daysLeft(turn.n_days_left, turn.waits_for), until: formatDay(turn.until, now) })
}

/** The viewer's own moves first, then what ends first; what has no end comes last. */
export function inOrderOfTurn(turns: readonly TurnView[]): TurnView[] {
  return [...turns].sort((a, b) => Number(b.mine) - Number(a.mine) || (a.until ?? '9999').localeCompare(b.until ?? '9999'))
}

/** How much of a period is over, 0 to 1; whole days of Beijing. */
export function shareOver(from: string, until: string, nDaysLeft: number): number {
  const whole = Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
  if (whole <= 0) return 1
  return Math.min(1, Math.max(0, (whole - nDaysLeft) / whole))
}
