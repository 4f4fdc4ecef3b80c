import type { DeadlineView } from '../../api/bench'
import { daysUntil } from '../../ui/format'

const rank: Record<DeadlineView['status'], number> = { running: 0, paused: 1, elapsed: 2, met: 3 }
/** What runs first, the next end on top; then what stands still, and what is over with the latest on top. */
export function inOrder(deadlines: DeadlineView[]): DeadlineView[] {
  return [...deadlines].sort((a, b) => rank[a.status] - rank[b.status]
    || (rank[a.status] < 2 ? a.until.localeCompare(b.until) : b.until.localeCompare(a.until)))
}
/** How much of the period is over today, 0 to 1. */
export function partOver(deadline: Pick<DeadlineView, 'from' | 'until'>, now: number | Date = Date.now()): number {
  const whole = daysUntil(deadline.until, Date.parse(`${deadline.from}T12:00:00+08:00`))
  if (whole <= 0) return 1
  return Math.min(1, Math.max(0, 1 - daysUntil(deadline.until, now) / whole))
}
