import type { ExchangeView } from '../../api/contract'
import { formatBytes } from '../../ui/format'
import { d } from '../i18n'

/** What waits longer than this is more than the usual way over the link. */
const behindAfterMs = 5_000

export type LinkState = 'ok' | 'behind' | 'starting' | 'silent' | 'alarm' | 'halted'
/** How the link is, the worst first. */
export function linkState(view: ExchangeView, now: number): LinkState {
  if (view.halted.length > 0) return 'halted'
  if (view.last_heard_at === undefined) return view.alarm ? 'silent' : 'starting'
  if (now - Date.parse(view.last_heard_at) > view.silent_after_ms) return 'silent'
  if (view.alarm) return 'alarm'
  return view.lag_ms > behindAfterMs ? 'behind' : 'ok'
}
export const toneOf = (state: LinkState) => (state === 'ok' ? 'ok' : state === 'behind' || state === 'starting' ? 'warn' : 'danger')

/** A length of time in the largest unit of which there is one. */
export function inWords(ms: number): string {
  if (ms < 1000) return d('exchange.ms', { n: Math.round(ms) })
  const s = Math.round(ms / 1000)
  if (s < 60) return d('exchange.s', { n: s })
  if (s < 3600) return d('exchange.min', { n: Math.round(s / 60) })
  return s < 48 * 3600 ? d('exchange.h', { n: Math.round(s / 3600) }) : d('exchange.days', { n: Math.round(s / 86_400) })
}
export function ago(at: string | undefined, now: number): string {
  if (at === undefined) return d('exchange.never')
  const ms = now - Date.parse(at)
  return ms < 1000 ? d('exchange.just_now') : d('exchange.ago', { age: inWords(ms) })
}

const names = ['control', 'entries', 'chunks'] as const
/** The lanes in the order in which the node gives them, with what waits in words. */
export function lanesOf(view: ExchangeView): { name: (typeof names)[number]; waiting: string; lag: string }[] {
  return names.map((name, index) => {
    const lane = view.lanes[index]
    const n = lane?.waiting ?? 0
    const words = name === 'chunks' ? formatBytes(n) : d(name === 'control' ? 'exchange.n_items' : 'exchange.n_entries', { n })
    return { name, waiting: n === 0 ? d('exchange.empty') : words, lag: n === 0 || !lane ? '' : inWords(lane.lag_ms) }
  })
}
