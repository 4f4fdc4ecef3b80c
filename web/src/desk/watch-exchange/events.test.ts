import { describe, expect, it } from 'vitest'
import type { ExchangeEvent } from '../../api/contract'
import { readEvent } from './events'

const event = (kind: string, detail: unknown) => ({ kind, at: '2026-06-18T09:30:00.000+08:00', case: '17', detail }) as unknown as ExchangeEvent
const signed = { case: '17', n_entries: 12, n_blobs: 3, at: '2026-06-18T09:30:00.000+08:00', node: 'ab', signature: 'cd' }
const certificate = { ...signed, key_destroyed_at: '2026-06-18T09:29:59.000+08:00', searched: { n_needles: 9, n_places: 4, n_bytes: 100, n_hits: 0 } }

describe('an event of the link', () => {
  it('is a receipt, a certificate or a reason', () => {
    expect(readEvent(event('returned', signed))).toEqual({ kind: 'returned', receipt: signed })
    expect(readEvent(event('erased', certificate))).toEqual({ kind: 'erased', certificate })
    expect(readEvent(event('withdrawn', certificate))).toEqual({ kind: 'withdrawn', certificate })
    expect(readEvent(event('refused', 'front:4 not signed'))).toEqual({ kind: 'refused', reason: 'front:4 not signed' })
  })
  it('never calls a certificate what lacks the search for residue', () => {
    expect(readEvent(event('erased', signed)).kind).toBe('other')
    expect(readEvent(event('erased', { ...certificate, searched: { n_hits: 0 } })).kind).toBe('other')
  })
  it('of an unknown kind is shown as it is', () => {
    expect(readEvent(event('paired', { node: 'x' }))).toEqual({ kind: 'other', text: 'paired {"node":"x"}' })
  })
})
