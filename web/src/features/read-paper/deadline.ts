import type { CaseAgenda, DeadlineView } from '../../api/contract'
import { s } from '../../i18n/service'
import { formatDay } from '../../ui/format'
import type { Tone } from '../../casespace/words'

/** The viewer's own deadline that ends first. */
export function nextDeadline(agenda: Pick<CaseAgenda, 'deadlines'> | undefined): DeadlineView | undefined {
  const mine = (agenda?.deadlines ?? []).filter((one) => one.mine && one.status === 'running')
  return mine.sort((a, b) => a.until.localeCompare(b.until))[0]
}
/** Until when, and how many days that are. */
export function deadlineLine(deadline: Pick<DeadlineView, 'title' | 'until' | 'n_days_left' | 'waits_for'>): { words: string; tone: Tone } {
  const { title, n_days_left: n, waits_for: year } = deadline
  const until = formatDay(deadline.until)
  if (n < 0 && year) return { words: s('paper.deadline_open', { title, year }), tone: 'plain' }
  if (n < 0) return { words: s('paper.deadline_over', { title, until }), tone: 'danger' }
  if (n === 0) return { words: s('paper.deadline_today', { title }), tone: 'danger' }
  return { words: s('paper.deadline_left', { title, until, n }), tone: n <= 3 ? 'warn' : 'plain' }
}
