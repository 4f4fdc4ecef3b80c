import type { EntryRef } from '../../api/contract'
import type { NotServed, ServiceAttempt, ServiceItem } from '../../api/serving'
import { formatDay, formatInstant } from '../../ui/format'
import { entryKey, entryOf, sameEntry } from '../frame/entryKey'
import { d, type DeskKey } from '../i18n'
import zh from '../i18n/zh-CN/serving'

type Tone = 'plain' | 'ok' | 'warn' | 'danger'
/** One paper and one party as it stands in an address. */
export const itemKey = (item: Pick<ServiceItem, 'recipient' | 'paper'>): string => `${entryKey(item.paper.paper)}.${item.recipient}`
/** The same on a board over many cases. */
export const deskKey = (item: Pick<ServiceItem, 'case' | 'recipient' | 'paper'>): string => `${item.case} ${itemKey(item)}`
/**
 * The item that an address names: by itself, or by an entry about it, as a to-do does (a sending, a record, a rebuttal, a
 * certificate). Of several the one that waits for the court.
 */
export function itemAt(items: readonly ServiceItem[], key: string | undefined): ServiceItem | undefined {
  if (!key) return undefined
  const exact = items.find((item) => itemKey(item) === key)
  if (exact) return exact
  const entry = entryOf(key)
  if (!entry) return undefined
  const about = items.filter((item) => sameEntry(item.rebuttal?.entry, entry) || sameEntry(item.effect?.entry, entry) || sameEntry(item.paper.paper, entry)
    || item.attempts.some((one) => sameEntry(one.entry, entry)))
  return about.find((item) => item.stuck || item.rebuttal?.upheld === undefined && item.rebuttal !== undefined) ?? about[0]
}
export interface BoardRow { paper: EntryRef; title: string; cells: Map<number, ServiceItem> }
/** Paper by paper, each with the parties it went to; the paper that was sent first on top. */
export function byPaper(items: readonly ServiceItem[]): BoardRow[] {
  const rows = new Map<string, BoardRow>()
  for (const item of items) {
    const key = entryKey(item.paper.paper)
    const row = rows.get(key) ?? { paper: item.paper.paper, title: item.paper.title, cells: new Map() }
    row.cells.set(item.recipient, item)
    rows.set(key, row)
  }
  return [...rows.values()]
}
/** Parties that stand on the board, in the order of the case. */
export function columnsOf(items: readonly ServiceItem[]): { party: number; name: string }[] {
  const names = new Map(items.map((item) => [item.recipient, item.recipient_name]))
  return [...names].map(([party, name]) => ({ party, name })).sort((a, b) => a.party - b.party)
}

export interface Chip { tone: Tone; text: string; note: string }
/** Where a paper stands with a party, in a word and the line under it. */
export function chipOf(item: ServiceItem): Chip {
  switch (item.status) {
    case 'effective': {
      const effect = item.effect
      const note = effect ? `${d(`sv.rule_${effect.rule}`)} · ${formatDay(effect.on)}` : ''
      if (item.rebuttal && item.rebuttal.upheld === undefined) return { tone: 'warn', text: d(item.rebuttal.ground === 'other_arrival' ? 'sv.arrival_contested' : 'sv.contested'), note }
      return effect?.presumed ? { tone: 'warn', text: d('sv.presumed'), note } : { tone: 'ok', text: d('sv.status_effective'), note }
    }
    case 'failed': return { tone: 'danger', text: d('sv.status_failed'), note: whyNot(item) ?? '' }
    case 'cancelled': return { tone: 'plain', text: d('sv.status_cancelled'), note: '' }
    case 'sent': return { tone: 'plain', text: d('sv.status_sent'), note: whyNot(item) ?? '' }
    case 'arrived': return { tone: item.stuck ? 'danger' : 'plain', text: d('sv.status_arrived'), note: formatInstant(item.arrived_at) }
    case 'opened': return { tone: 'plain', text: d('sv.status_opened'), note: formatInstant(item.opened_at) }
    case 'acknowledged': return { tone: 'plain', text: d('sv.status_acknowledged'), note: formatInstant(item.acknowledged_at) }
    default: { const unknown: never = item.status; void unknown; return { tone: 'plain', text: '', note: '' } }
  }
}
const reasonOf = (because: NotServed): string => (typeof because === 'string' ? because : 'not_yet')
/** Why an attempt does not serve, in plain words. */
export function notServedWords(because: NotServed): string {
  if (typeof because !== 'string') return d('sv.why_not_yet', { on: formatDay(because.not_yet.on) })
  const key = `sv.why_${because}`
  return key in zh ? d(key as DeskKey) : because
}
/** The provision behind it. */
const articles: Record<string, string> = {
  on_its_way: '', failed: '', refused: '在线诉讼规则 §29', no_reaction: '在线诉讼规则 §31', address_unsure: '在线诉讼规则 §31', rebutted: '在线诉讼规则 §31', recalled: '',
  companion_only: '在线诉讼规则 §32', not_recorded: '民事诉讼法 §89', not_signed: '民事诉讼法 §91', not_for_this_document: '民诉法解释 §133',
  not_in_this_procedure: '民诉法解释 §140', other_ways_open: '民事诉讼法 §95', not_yet: '民事诉讼法 §95',
}
export const notServedArticle = (because: NotServed): string => articles[reasonOf(because)] ?? ''
/** Why the last attempt does not serve; nothing for what is served. */
export function whyNot(item: Pick<ServiceItem, 'attempts' | 'effect'>): string | undefined {
  if (item.effect) return undefined
  const last = [...item.attempts].reverse().find((one) => one.because !== undefined)
  return last?.because === undefined ? undefined : notServedWords(last.because)
}

export interface Moment { at: string; text: string; tone: Tone }
/** What happened with an attempt, in its order. */
export function momentsOf(attempt: ServiceAttempt): Moment[] {
  const way = d(`sv.way_${attempt.way}`)
  const electronic = attempt.way === 'mailbox' || attempt.way === 'email'
  const all: (Moment | undefined)[] = [
    { at: attempt.at, tone: 'plain', text: d(electronic ? 'sv.at_sent' : 'sv.at_recorded', { by: attempt.by_name, way: attempt.address ? `${way} ${attempt.address}` : way }) },
    attempt.arrived_at ? { at: attempt.arrived_at, tone: 'plain', text: d('sv.at_arrived') } : undefined,
    attempt.failed_at ? { at: attempt.failed_at, tone: 'danger', text: d('sv.at_failed', { why: attempt.failed_because ?? d('sv.no_reason') }) } : undefined,
    attempt.recalled_at ? { at: attempt.recalled_at, tone: 'warn', text: d('sv.at_recalled') } : undefined,
    ...attempt.companions.map((one): Moment => ({ at: one.at, tone: one.sent ? 'plain' : 'warn', text: d(one.sent ? 'sv.at_companion' : 'sv.at_companion_failed', { notice: d(`sv.companion_${one.notice}`) }) })),
  ]
  return all.filter((one) => one !== undefined).sort((a, b) => a.at.localeCompare(b.at))
}
