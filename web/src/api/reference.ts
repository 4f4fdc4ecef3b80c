import { call } from './client'
import type { Cause, Court, Fee, FeeKind, FilingKind, NodeInfo } from './contract'

let known: Promise<NodeInfo> | undefined
/** What the node says about itself; asked once per page load. */
export function showNode(): Promise<NodeInfo> {
  known ??= call<NodeInfo>('GET', '/api/node').catch((thrown: unknown) => { known = undefined; throw thrown })
  return known
}
export const searchCourts = (q: string, signal?: AbortSignal) => call<Court[]>('GET', '/api/courts', { query: { q }, signal })
export const searchCauses = (q: string, kind: FilingKind, signal?: AbortSignal) =>
  call<Cause[]>('GET', '/api/causes', { query: { q, kind, limit: 40 }, signal })
export const calculateFee = (kind: FeeKind, amountFen: number | undefined, withModifiers: string[] = [], signal?: AbortSignal) =>
  call<Fee>('GET', '/api/fee', { query: { kind, amount_fen: amountFen, with: withModifiers }, signal })
