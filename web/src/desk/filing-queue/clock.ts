import type { FilingView } from '../../api/contract'
import { daysUntil } from '../../ui/format'
import { d } from '../i18n'

export interface Clock { tone: 'ok' | 'warn' | 'danger' | 'plain'; text: string }

/**
 * The clock of a filing as a lamp with words. For the desk's move it runs to the last day of the review (7 days),
 * for the filer's move to the last day to correct. Nothing runs once it is decided.
 */
export function clockOf(filing: Pick<FilingView, 'state' | 'due_in_days' | 'review_until' | 'correction_until'>, now: number | Date = Date.now()): Clock | undefined {
  if (filing.state === 'submitted') {
    const days = filing.due_in_days ?? (filing.review_until ? daysUntil(filing.review_until, now) : undefined)
    if (days === undefined) return { tone: 'plain', text: d('clock.unknown') }
    if (days < 0) return { tone: 'danger', text: d('clock.over', { n: -days }) }
    if (days === 0) return { tone: 'danger', text: d('clock.today') }
    return { tone: days <= 2 ? 'warn' : 'ok', text: d('clock.left', { n: days }) }
  }
  if (filing.state === 'correction' && filing.correction_until) {
    const days = daysUntil(filing.correction_until, now)
    if (days < 0) return { tone: 'danger', text: d('clock.correction_over') }
    return { tone: days <= 1 ? 'warn' : 'plain', text: d(days === 0 ? 'clock.correction_today' : 'clock.correction_left', { n: days }) }
  }
  return undefined
}
