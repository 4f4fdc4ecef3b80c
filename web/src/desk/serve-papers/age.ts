import { beijing, daysUntil } from '../../ui/format'
import { d } from '../i18n'

/** After so many days without service somebody should look at it. */
export const longDays = 3

/** How old something is, in words that grow with its age: the colour is never the only sign. */
export const ageWords = (what: 'draft' | 'sent', at: string, now: number | Date = Date.now()): string => ageOf(what, -daysUntil(beijing(at).on, now))
export function ageOf(what: 'draft' | 'sent', days: number): string {
  if (days <= 0) return d(`sv.age_${what}_today`)
  if (days >= 7) return d('sv.age_week', { n: days })
  return d(days >= longDays ? 'sv.age_long' : `sv.age_${what}_days`, { n: days })
}
