import type { ExchangeEvent } from '../../api/contract'

interface Signed { n_entries: number; n_blobs: number; at: string; node: string; signature: string }
/** What the court signs when a case is home. */
export type ReturnReceipt = Signed
/** What the node outside signs when it has destroyed a case, or a part of it. */
export interface ErasureCertificate extends Signed {
  key_destroyed_at: string
  searched: { n_needles: number; n_places: number; n_bytes: number; n_hits: number }
}
export type ReadEvent =
  | { kind: 'returned'; receipt: ReturnReceipt }
  | { kind: 'erased' | 'withdrawn'; certificate: ErasureCertificate }
  | { kind: 'refused' | 'halted'; reason: string }
  | { kind: 'other'; text: string }

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const hasNumbers = (value: unknown, ...names: string[]): boolean => isRecord(value) && names.every((name) => typeof value[name] === 'number')
const isSigned = (value: unknown): value is Signed =>
  isRecord(value) && hasNumbers(value, 'n_entries', 'n_blobs') && ['at', 'node', 'signature'].every((name) => typeof value[name] === 'string')
const isCertificate = (value: unknown): value is ErasureCertificate =>
  isSigned(value) && 'key_destroyed_at' in value && 'searched' in value && hasNumbers(value.searched, 'n_needles', 'n_places', 'n_bytes', 'n_hits')

/** What an event of the link says. Its detail has a shape of its own for every kind; an unknown one is shown as it is. */
export function readEvent(event: ExchangeEvent): ReadEvent {
  const detail: unknown = event.detail
  switch (event.kind) {
    case 'returned': if (isSigned(detail)) return { kind: 'returned', receipt: detail }; break
    case 'erased':
    case 'withdrawn': if (isCertificate(detail)) return { kind: event.kind, certificate: detail }; break
    case 'refused':
    case 'halted': if (typeof detail === 'string') return { kind: event.kind, reason: detail }; break
  }
  return { kind: 'other', text: `${event.kind} ${JSON.stringify(detail)}` }
}
