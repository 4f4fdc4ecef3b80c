import { daysUntil } from '../../ui/format'
import type { Clock } from '../filing-queue/clock'
import { d } from '../i18n'

/** The lamp of something that is due on a day: amber two days before, red on the last day and after it. Nothing without a day. */
export function dueLamp(on: string | undefined, now: number | Date = Date.now()): Clock | undefined {
  if (!on) return undefined
  const days = daysUntil(on, now)
  if (days < 0) return { tone: 'danger', text: d('clock.over', { n: -days }) }
  if (days === 0) return { tone: 'danger', text: d('clock.today') }
  return { tone: days <= 2 ? 'warn' : 'ok', text: d('clock.left', { n: days }) }
}
