import { expect, test } from 'vitest'
import type { EntryView } from '../api/contract'
import type { OutboxItem } from '../api/outbox'
import { rowsOf } from './rows'

function entry(seq: number, minute: number, person = 'q'): EntryView {
  return {
    origin: 'front', seq, n: seq, at: `2026-06-18T09:${String(minute).padStart(2, '0')}:00.000+08:00`, hash: '', command_id: `m${seq}`,
    audience: 'everyone', actions: [], actor: { person, name: '样例', role: 'plaintiff' },
    body: { type: 'message_posted', content: { type: 'text', text: '' }, mentions: [] },
  }
}
const item = (id: string): OutboxItem => ({ id, case: 'c', person: 'p', made_at: 0, mentions: [], state: 'waiting', content: { type: 'text', text: '' } })
const kinds = (...args: Parameters<typeof rowsOf>) => rowsOf(...args).map((row) => row.key)

test('the time stands after a pause of more than five minutes', () => {
  expect(kinds([entry(1, 0), entry(2, 5), entry(3, 11)], [], undefined, 'p')).toEqual(['tfront1', 'front1', 'front2', 'tfront3', 'front3'])
})

test('the unread line stands above the first unread message of somebody else', () => {
  expect(kinds([entry(1, 0), entry(2, 1, 'p'), entry(3, 1)], [], { read: { front: 1, court: 0 }, heads: { front: 3, court: 0 } }, 'p')).toEqual(['tfront1', 'front1', 'front2', 'unread', 'front3'])
})

test('what comes while the page is open is not unread', () => {
  expect(kinds([entry(1, 0), entry(2, 1)], [], { read: { front: 1, court: 0 }, heads: { front: 1, court: 0 } }, 'p')).toEqual(['tfront1', 'front1', 'front2'])
})

test('a message on its way goes when its entry stands', () => {
  expect(kinds([entry(1, 0)], [item('m1'), item('m2')], undefined, 'p')).toEqual(['tfront1', 'front1', 'm2'])
})

test('a withdrawal has no line of its own', () => {
  const withdrawal = { ...entry(2, 1), body: { type: 'message_withdrawn' as const, message: { origin: 'front' as const, seq: 1 } } }
  expect(kinds([entry(1, 0), withdrawal], [], undefined, 'p')).toEqual(['tfront1', 'front1'])
})
