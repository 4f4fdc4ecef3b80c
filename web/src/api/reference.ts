import { answer, node } from './client'
import type { Cause, Court, Fee, FeeKind, NodeInfo } from './contract'

let known: Promise<NodeInfo> | undefined
/** What the node says about itself; asked once per page load. */
export function showNode(): Promise<NodeInfo> {
  known ??= answer(node.GET('/api/node')).catch((thrown: unknown) => { known = undefined; throw thrown })
  return known
}
export const searchCourts = (q: string, signal?: AbortSignal): Promise<Court[]> =>
  answer(node.GET('/api/courts', { params: { query: { q: q || undefined } }, signal }))
export const searchCauses = (q: string, signal?: AbortSignal): Promise<Cause[]> =>
  answer(node.GET('/api/causes', { params: { query: { q: q || undefined, limit: 40 } }, signal }))
/** Modifiers as the fee rules name them, for example `simplified`. */
export const calculateFee = (kind: FeeKind, amountFen: number | undefined, modifiers: string[] = [], signal?: AbortSignal, court?: string | null): Promise<Fee> =>
  answer(node.GET('/api/fee', { params: { query: { kind, amount_fen: amountFen, with: modifiers.join(';') || undefined, court: court || undefined } }, signal }))
