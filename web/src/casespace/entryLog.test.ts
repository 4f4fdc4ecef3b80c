import { expect, test } from 'vitest'
import type { Body, EntryView, Origin } from '../api/contract'
import { EntryLog } from './entryLog'

function entry(origin: Origin, seq: number, n: number, body?: Body): EntryView {
  return {
    origin, seq, n, at: '2026-06-18T09:30:00.000+08:00', hash: '', command_id: '', audience: 'everyone', actions: [],
    actor: { person: 'p', name: '样例', role: 'plaintiff' },
    body: body ?? { type: 'message_posted', content: { type: 'text', text: '' }, mentions: [] },
  }
}
const order = (log: EntryLog) => log.entries.value.map((one) => `${one.origin}${one.seq}`)

test('entries stand in the order of the space whatever order they came in', () => {
  const log = new EntryLog()
  log.add([entry('court', 1, 3), entry('front', 2, 3)])
  log.add([entry('front', 1, 1)])
  log.add([entry('court', 2, 7), entry('front', 3, 5)])
  expect(order(log)).toEqual(['front1', 'front2', 'court1', 'front3', 'court2'])
})

test('an entry is kept once', () => {
  const log = new EntryLog()
  log.add([entry('front', 1, 1)])
  const before = log.entries.value
  log.add([entry('front', 1, 1)])
  expect(log.entries.value).toBe(before)
})

test('a withdrawal marks its message, whichever came first', () => {
  const log = new EntryLog()
  log.add([entry('front', 2, 2, { type: 'message_withdrawn', message: { origin: 'front', seq: 1 } })])
  log.add([entry('front', 1, 1)])
  expect(log.isWithdrawn({ origin: 'front', seq: 1 })).toBe(true)
  expect(log.isWithdrawn({ origin: 'court', seq: 1 })).toBe(false)
})

test('a log that was cleared holds nothing and takes the same entries again', () => {
  const log = new EntryLog()
  log.add([entry('front', 1, 1), entry('front', 2, 2, { type: 'message_withdrawn', message: { origin: 'front', seq: 1 } })])
  log.clear()
  expect(log.entries.value).toEqual([])
  expect(log.isWithdrawn({ origin: 'front', seq: 1 })).toBe(false)
  log.add([entry('front', 1, 1)])
  expect(order(log)).toEqual(['front1'])
})
