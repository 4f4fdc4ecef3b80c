import { beijing } from '../../ui/format'

/** What a field for day and time gives (`2026-06-18T09:30`, read in Beijing) as an instant of the court. */
export const instantOf = (typed: string): string => `${typed}:00.000+08:00`
/** Day and time in Beijing as such a field takes it. */
export function typedTime(at: string | number | Date): string {
  const read = beijing(at)
  return `${read.on}T${read.time}`
}
/** Today in Beijing. */
export const todayOn = (now: number | Date = Date.now()): string => beijing(now).on
/** The day `nDays` after `on`. */
export const dayAfter = (on: string, nDays: number): string => new Date(Date.parse(`${on}T00:00:00Z`) + nDays * 86_400_000).toISOString().slice(0, 10)
