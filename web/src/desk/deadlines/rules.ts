import rulesTable from '../../../../data/deadlines.csv?raw'
import holidayTable from '../../../../data/holidays.csv?raw'
import { dayAfter } from '../frame/beijingTime'

export interface Period { n: number; unit: 'd' | 'm' | 'y' | 'h' }
export interface Rule {
  rule: string
  name: string
  period?: Period
  least?: Period
  most?: Period
  countsBack: boolean
  movedOnHoliday: boolean
  startsFrom: string
  source: string[]
}

/** One row of a table; a cell with a comma stands in quotes. */
function cells(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map((found) => found[1]!.replace(/^"|"$/g, '').replaceAll('""', '"'))
}
const rowsOf = (table: string): string[][] => table.trim().split(/\r?\n/).slice(1).map((line) => cells(`${line},`))
function periodOf(words: string | undefined): Period | undefined {
  const match = /^(\d+)([dmyh])$/.exec(words ?? '')
  return match ? { n: Number(match[1]), unit: match[2] as Period['unit'] } : undefined
}

/** The court's table of periods, which the node counts by, too. */
export const rules: Rule[] = rowsOf(rulesTable).map(([rule, name, period, least, most, direction, moved, from, source]) => ({
  rule: rule!, name: name!, period: periodOf(period), least: periodOf(least), most: periodOf(most), countsBack: direction === 'before',
  movedOnHoliday: moved === 'yes', startsFrom: from ?? '', source: (source ?? '').split(';').map((one) => one.trim()).filter(Boolean),
}))
const special = new Map(rowsOf(holidayTable).map(([on, kind]) => [on!, kind!]))
const announced = new Set([...special.keys()].map((on) => on.slice(0, 4)))

/** Rules that name every word, by name, source or what they count from. */
export function findRules(words: string): Rule[] {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return rules.filter((rule) => {
    const text = `${rule.name} ${rule.startsFrom} ${rule.source.join(' ')}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}
export const ruleNamed = (name: string): Rule | undefined => rules.find((rule) => rule.rule === name)

function isDayOff(on: string): boolean {
  const kind = special.get(on)
  if (kind) return kind === 'holiday'
  const weekday = new Date(`${on}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}
function monthsAfter(on: string, nMonths: number): string {
  const [year, month, day] = on.split('-').map(Number) as [number, number, number]
  const first = new Date(Date.UTC(year, month - 1 + nMonths, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day, last))).toISOString().slice(0, 10)
}

/** `on`, or the next working day; nothing when the holidays of that year are not announced yet. */
export function workingDay(on: string): string | undefined {
  let day = on
  for (let tries = 0; tries < 30; tries += 1) {
    if (!announced.has(day.slice(0, 4))) return undefined
    if (!isDayOff(day)) return day
    day = dayAfter(day, 1)
  }
  return undefined
}
/**
 * The last day of the rule's usual period from `from`, for the person who sets it; what is recorded, the node counts.
 * Nothing where the court sets the day, where hours are counted, and where the holidays of that year are not announced yet.
 */
export function lastDayOf(rule: Rule, from: string, period = rule.period): string | undefined {
  if (!period || !/^\d{4}-\d{2}-\d{2}$/.test(from)) return undefined
  if (rule.countsBack) return period.unit === 'd' ? dayAfter(from, -period.n - 1) : undefined
  switch (period.unit) {
    case 'h': return undefined
    case 'd': { const on = dayAfter(from, period.n); return rule.movedOnHoliday ? workingDay(on) : on }
    case 'm': { const on = monthsAfter(from, period.n); return rule.movedOnHoliday ? workingDay(on) : on }
    case 'y': { const on = monthsAfter(from, period.n * 12); return rule.movedOnHoliday ? workingDay(on) : on }
    default: { const unknown: never = period.unit; return unknown }
  }
}
