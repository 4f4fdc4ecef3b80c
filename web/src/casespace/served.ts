import type { Act, EntryRef } from '../api/contract'
import type { ServiceAttempt, ServiceItem } from '../api/service'
import { s, sName } from '../i18n/service'
import { formatDate, formatInstant } from '../ui/format'
import { keyOf } from './entryLog'
import type { Tone } from './words'

/** How service of a paper stands, in one word, its colour, and a line that says more. */
export interface Standing { word: string; tone: Tone; line: string }

export function standingOf(item: Pick<ServiceItem, 'status' | 'sent_at' | 'arrived_at' | 'opened_at' | 'acknowledged_at' | 'effect'>): Standing {
  const { effect } = item
  switch (item.status) {
    case 'effective': return {
      word: s(effect?.presumed ? 'standing.presumed' : 'standing.effective'), tone: effect?.presumed ? 'warn' : 'ok',
      line: effect ? s('standing.effective_line', { on: formatDate(effect.on), rule: sName('rule', effect.rule) }) : '',
    }
    case 'acknowledged': return { word: s('standing.acknowledged'), tone: 'ok', line: s('standing.acknowledged_line', { at: formatInstant(item.acknowledged_at) }) }
    case 'opened': return { word: s('standing.opened'), tone: 'plain', line: s('standing.opened_line', { at: formatInstant(item.opened_at) }) }
    case 'arrived': return { word: s('standing.arrived'), tone: 'warn', line: s('standing.arrived_line', { at: formatInstant(item.arrived_at) }) }
    case 'sent': return { word: s('standing.sent'), tone: 'plain', line: s('standing.sent_line', { at: formatInstant(item.sent_at) }) }
    case 'failed': return { word: s('standing.failed'), tone: 'danger', line: s('standing.failed_line') }
    case 'cancelled': return { word: s('standing.cancelled'), tone: 'plain', line: s('standing.cancelled_line') }
    default: { const unknown: never = item.status; void unknown; return { word: '', tone: 'plain', line: '' } }
  }
}

/** The sending on which the viewer may do `act` now: the one into the mailbox before any other. */
export function attemptFor(item: Pick<ServiceItem, 'attempts'>, act: Act): ServiceAttempt | undefined {
  const possible = item.attempts.filter((one) => one.actions.includes(act))
  return possible.find((one) => one.way === 'mailbox') ?? possible[0]
}
/** What happened with a paper, in order. */
export function historyOf(item: ServiceItem): { what: string; at: string }[] {
  const { effect } = item
  const moments: [string, string | undefined][] = [
    [s('history.sent'), item.sent_at], [s('history.arrived'), item.arrived_at], [s('history.opened'), item.opened_at],
    [s('history.acknowledged'), item.acknowledged_at], [s('history.paper_wanted'), item.paper_wanted_at],
  ]
  const timed = moments.flatMap(([what, at]) => (at ? [{ what, at: formatInstant(at), order: Date.parse(at) }] : []))
  // A service on paper has a day and no moment: it stands at the end of that day.
  if (effect) timed.push({ what: s('history.effective'), at: effect.at ? formatInstant(effect.at) : formatDate(effect.on), order: effect.at ? Date.parse(effect.at) : Date.parse(`${effect.on}T23:59:59+08:00`) })
  return timed.sort((a, b) => a.order - b.order).map(({ what, at }) => ({ what, at }))
}
/** The service of `paper` on `recipient`; where nobody is named, on whoever comes first. */
export const itemOf = (items: readonly ServiceItem[], paper: EntryRef, recipient?: number): ServiceItem | undefined =>
  items.find((one) => keyOf(one.paper.paper) === keyOf(paper) && (recipient === undefined || one.recipient === recipient))
/** 《传票》, or 《传票》等 3 份. */
export const titlesOf = (titles: readonly string[]): string =>
  titles.length > 1 ? s('card.many', { title: titles[0]!, n: titles.length }) : `《${titles[0] ?? ''}》`
