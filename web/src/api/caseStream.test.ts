import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CaseStream, type CaseListener, type StreamSocket } from './caseStream'
import type { EntryView, Origin, Page, Position, StreamFrame, StreamRequest } from './contract'

class Wire implements StreamSocket {
  sent: StreamRequest[] = []
  closed = false
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  send(text: string) { this.sent.push(JSON.parse(text) as StreamRequest) }
  close() { this.closed = true; this.onclose?.() }
  hear(frame: StreamFrame) { this.onmessage?.({ data: JSON.stringify(frame) }) }
}

function entry(origin: Origin, seq: number): EntryView {
  return {
    origin, seq, n: seq, at: '2026-06-18T09:30:00.000+08:00', hash: `${origin}${seq}`, command_id: `${origin}-${seq}`,
    actor: { person: 'p', name: '样例', role: 'plaintiff' }, audience: 'everyone', actions: [],
    body: { type: 'message_posted', content: { type: 'text', text: String(seq) }, mentions: [] },
  }
}
const at = (front: number, court = 0): Position => ({ front, court })
const fronts = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => entry('front', from + i))
const frame = (after: number, upto: number, more = false): Extract<StreamFrame, { type: 'entries' }> =>
  ({ type: 'entries', case: 'c', after: at(after), upto: at(upto), entries: fronts(after + 1, upto), more, sight: 0 })

let wires: Wire[]
let fetched: Position[]
let pages: Page[]
let seen: string[]
let stream: CaseStream
let refusals: number
const listener: CaseListener = {
  entries: (entries) => { for (const one of entries) seen.push(`${one.origin}${one.seq}`) },
  read: (person, upto) => { seen.push(`read ${person} ${upto.front}`) },
  presence: (person, online) => { seen.push(`${person} ${online}`) },
  changed: () => { seen.push('changed') },
  called: (by) => { seen.push(`called ${by}`) },
  sightChanged: () => { seen.push('sight') },
}

beforeEach(() => {
  vi.useFakeTimers()
  wires = []; fetched = []; pages = []; seen = []; refusals = 0
  stream = new CaseStream({
    connect: () => { const wire = new Wire(); wires.push(wire); return wire },
    fetchAfter: async (_caseId, after) => {
      fetched.push(after)
      const page = pages.shift()
      if (!page) throw new Error('network is down')
      return page
    },
    refused: () => { refusals += 1 },
    random: () => 0.5,
  })
})
afterEach(() => { vi.useRealTimers() })

function opened(after = at(0)): Wire {
  stream.open('c', after, listener)
  wires[0]!.onopen?.()
  return wires[0]!
}

test('an entry that follows is applied and the position moves', () => {
  const wire = opened(at(2))
  expect(wire.sent).toEqual([{ type: 'open', case: 'c', after: at(2) }])
  wire.hear(frame(2, 4))
  expect(seen).toEqual(['front3', 'front4'])
  expect(stream.positionOf('c')).toEqual(at(4))
})

test('an entry that comes twice is applied once', () => {
  const wire = opened(at(2))
  wire.hear(frame(2, 4))
  wire.hear(frame(2, 4))
  wire.hear(frame(3, 5))
  expect(seen).toEqual(['front3', 'front4', 'front5'])
})

test('hidden entries move the position without a line', () => {
  const wire = opened(at(2))
  wire.hear({ type: 'entries', case: 'c', after: at(2), upto: at(5), entries: [entry('front', 5)], more: false, sight: 0 })
  wire.hear(frame(5, 6))
  expect(seen).toEqual(['front5', 'front6'])
  expect(fetched).toEqual([])
})

test('a page that may see something else forgets what it has read, once', () => {
  const wire = opened(at(2))
  wire.hear(frame(2, 3))
  wire.hear({ ...frame(3, 4), sight: 7 })
  wire.hear({ ...frame(4, 5), sight: 7 })
  expect(seen).toEqual(['front3', 'sight', 'front4', 'front5'])
})

test('what the listener has read before it opened counts, too', () => {
  stream.open('c', at(2), listener, 0)
  wires[0]!.onopen?.()
  wires[0]!.hear({ ...frame(2, 2), sight: 7 })
  expect(seen).toEqual(['sight'])
})

test('a frame beyond the position fetches what is missing, in order', async () => {
  const wire = opened(at(2))
  pages = [
    { after: at(2), upto: at(4), entries: fronts(3, 4), more: true, sight: 0 },
    { after: at(4), upto: at(7), entries: fronts(5, 7), more: false, sight: 0 },
  ]
  wire.hear(frame(6, 7))
  await vi.advanceTimersByTimeAsync(0)
  expect(fetched).toEqual([at(2), at(4)])
  expect(seen).toEqual(['front3', 'front4', 'front5', 'front6', 'front7'])
})

test('a frame that comes while a gap is fetched is not lost', async () => {
  const wire = opened(at(0))
  pages = [
    { after: at(0), upto: at(2), entries: fronts(1, 2), more: false, sight: 0 },
    { after: at(2), upto: at(3), entries: fronts(3, 3), more: false, sight: 0 },
  ]
  wire.hear(frame(1, 2))
  wire.hear(frame(2, 3))
  await vi.advanceTimersByTimeAsync(0)
  expect(seen).toEqual(['front1', 'front2', 'front3'])
})

test('a gap that cannot be fetched is asked for again', async () => {
  const wire = opened(at(0))
  wire.hear(frame(1, 2))
  await vi.advanceTimersByTimeAsync(0)
  expect(seen).toEqual([])
  pages = [{ after: at(0), upto: at(2), entries: fronts(1, 2), more: false, sight: 0 }]
  await vi.advanceTimersByTimeAsync(1000)
  expect(seen).toEqual(['front1', 'front2'])
})

test('a gap in the chain of the court is seen even when the front has none', async () => {
  const wire = opened(at(5, 1))
  pages = [{ after: at(5, 1), upto: at(5, 3), entries: [entry('court', 2), entry('court', 3)], more: false, sight: 0 }]
  wire.hear({ type: 'entries', case: 'c', after: at(5, 2), upto: at(5, 3), entries: [entry('court', 3)], more: false, sight: 0 })
  await vi.advanceTimersByTimeAsync(0)
  expect(seen).toEqual(['court2', 'court3'])
})

test('after a lost connection it resumes from where it was, waiting longer each time', async () => {
  const wire = opened(at(0))
  wire.hear(frame(0, 3))
  wire.close()
  expect(stream.state.value).toBe('waiting')
  await vi.advanceTimersByTimeAsync(374)
  expect(wires).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(wires).toHaveLength(2)
  wires[1]!.close()
  await vi.advanceTimersByTimeAsync(749)
  expect(wires).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1)
  wires[2]!.onopen?.()
  expect(wires[2]!.sent).toEqual([{ type: 'open', case: 'c', after: at(3) }])
  wires[2]!.hear(frame(0, 4))
  expect(seen).toEqual(['front1', 'front2', 'front3', 'front4'])
})

test('a late frame of a dropped connection changes nothing', async () => {
  const wire = opened(at(0))
  wire.close()
  wire.hear(frame(0, 1))
  expect(seen).toEqual([])
})

test('a silent connection is given up', async () => {
  const wire = opened()
  await vi.advanceTimersByTimeAsync(25_000)
  expect(wire.sent.at(-1)).toEqual({ type: 'ping' })
  await vi.advanceTimersByTimeAsync(50_000)
  expect(wire.closed).toBe(true)
  expect(stream.state.value).toBe('waiting')
})

test('the network coming back reconnects at once', async () => {
  opened().close()
  stream.wake()
  expect(wires).toHaveLength(2)
})

test('lagging behind fetches from the kept position', async () => {
  const wire = opened(at(4))
  pages = [{ after: at(4), upto: at(6), entries: fronts(5, 6), more: false, sight: 0 }]
  wire.hear({ type: 'lagged', case: 'c' })
  await vi.advanceTimersByTimeAsync(0)
  expect(seen).toEqual(['front5', 'front6'])
})

test('the last reader of the last case closes the connection', () => {
  const shut = stream.open('c', at(0), listener)
  wires[0]!.onopen?.()
  shut()
  expect(wires[0]!.closed).toBe(true)
  expect(stream.state.value).toBe('idle')
})

test('two cases share one connection', () => {
  const wire = opened()
  stream.open('d', at(9), listener)
  expect(wires).toHaveLength(1)
  expect(wire.sent.at(-1)).toEqual({ type: 'open', case: 'd', after: at(9) })
})

test('read marks, presence, calls and changes reach the case', () => {
  const wire = opened()
  wire.hear({ type: 'read', case: 'c', person: 'q', upto: at(3) })
  wire.hear({ type: 'presence', case: 'c', person: 'q', online: true })
  wire.hear({ type: 'case_changed', case: 'c' })
  wire.hear({ type: 'called', case: 'c', by: '样例法官' })
  expect(seen).toEqual(['read q 3', 'q true', 'changed', 'called 样例法官'])
})

test('a second reader who knows less catches up without repeating anything to the first', async () => {
  opened(at(4))
  const late: string[] = []
  pages = [{ after: at(2), upto: at(5), entries: fronts(3, 5), more: false, sight: 0 }]
  stream.open('c', at(2), { ...listener, entries: (entries) => { for (const one of entries) late.push(`${one.origin}${one.seq}`) } })
  await vi.advanceTimersByTimeAsync(0)
  expect(late).toEqual(['front3', 'front4', 'front5'])
  expect(seen).toEqual(['front5'])
})

test('a connection that is not taken twice running asks whether the session has ended', async () => {
  opened().close()
  expect(refusals).toBe(0)
  await vi.advanceTimersByTimeAsync(375)
  wires[1]!.close()
  expect(refusals).toBe(1)
})
