import 'fake-indexeddb/auto'
import { beforeEach, afterEach, expect, test, vi } from 'vitest'
import type { Problem, Receipt } from './contract'
import { keptOnPhone, type KeptDb } from './keptOnPhone'
import { Outbox, type OutboxItem } from './outbox'
import { ProblemError, offlineProblem } from './problem'

const receipt = (item: OutboxItem): Receipt =>
  ({ case: item.case, origin: 'front', seq: 1, hash: 'ab', at: '2026-06-18T09:30:00.000+08:00', signature: 's', command_id: item.id })
const muted: Problem = { type: 'urn:weicourt:problem:muted', code: 'muted', title: '您已被禁言', status: 403, next_step: '请等待法官解除' }

let db: KeptDb
let posted: string[]
let answers: (ProblemError | 'ok')[]
let uploads: (string | undefined)[]
let person: string | undefined

function box(): Outbox {
  return new Outbox({
    db: async () => db,
    post: async (item, content) => {
      posted.push(`${item.id}:${content.type}`)
      const answer = answers.shift() ?? 'ok'
      if (answer !== 'ok') throw answer
      return receipt(item)
    },
    upload: async (item, begun) => {
      uploads.push(item.file?.upload)
      const answer = answers.shift() ?? 'ok'
      begun('u1')
      if (answer !== 'ok') throw answer
      return { blob: { sha256: 'cafe', size_bytes: 3, media_type: 'audio/webm' } }
    },
    person: () => person,
    random: () => 1,
  })
}
const text = (id: string, caseId = 'c', made_at = Number(id.slice(1))) =>
  ({ id, case: caseId, person: 'p', made_at, mentions: [], content: { type: 'text' as const, text: id } })
const states = (from: Outbox) => from.items.value.map((item) => `${item.id}:${item.state}`)

beforeEach(async () => {
  db = await keptOnPhone()
  await db.clear('outbox')
  posted = []; answers = []; uploads = []; person = 'p'
})
afterEach(() => { vi.useRealTimers() })

test('a message is delivered only with the receipt, and leaves when its entry stands in the case', async () => {
  const out = box()
  await out.add(text('m1'))
  await vi.waitFor(() => expect(states(out)).toEqual(['m1:delivered']))
  expect(out.items.value[0]!.receipt!.command_id).toBe('m1')
  await out.arrived(['m1'])
  expect(out.items.value).toEqual([])
  expect(await db.count('outbox')).toBe(0)
})

test('without a network a message waits, survives a reload and keeps its command id', async () => {
  answers = [new ProblemError(offlineProblem())]
  const out = box()
  await out.add(text('m1'))
  await vi.waitFor(() => expect(out.items.value[0]!.problem?.code).toBe('offline'))
  expect(states(out)).toEqual(['m1:waiting'])
  const reloaded = box()
  await reloaded.load()
  await vi.waitFor(() => expect(states(reloaded)).toEqual(['m1:delivered']))
  expect(posted).toEqual(['m1:text', 'm1:text'])
})

test('messages of one case go out in order: a later one never overtakes one that waits', async () => {
  answers = [new ProblemError(offlineProblem())]
  const out = box()
  await out.add(text('m1'))
  await vi.waitFor(() => expect(out.items.value[0]!.problem?.code).toBe('offline'))
  answers = ['ok']
  out.wake()
  await out.add(text('m2'))
  await vi.waitFor(() => expect(states(out)).toEqual(['m1:delivered', 'm2:delivered']))
  expect(posted).toEqual(['m1:text', 'm1:text', 'm2:text'])
})

test('a refusal stops the message with its reason and lets the next one pass', async () => {
  answers = [new ProblemError(muted)]
  const out = box()
  await out.add(text('m1'))
  await out.add(text('m2'))
  await vi.waitFor(() => expect(states(out)).toEqual(['m1:refused', 'm2:delivered']))
  expect(out.items.value[0]!.problem).toEqual(muted)
  await out.retry('m1')
  expect(states(out)).toEqual(['m1:delivered', 'm2:delivered'])
  expect(posted).toEqual(['m1:text', 'm2:text', 'm1:text'])
})

test('a refused message can be taken back', async () => {
  answers = [new ProblemError(muted)]
  const out = box()
  await out.add(text('m1'))
  await vi.waitFor(() => expect(states(out)).toEqual(['m1:refused']))
  await out.discard('m1')
  expect(out.items.value).toEqual([])
})

test('a voice message goes on with the upload it began', async () => {
  answers = [new ProblemError(offlineProblem())]
  const out = box()
  const file = { bytes: new Blob(['abc'], { type: 'audio/webm' }), name: 'voice.webm', kind: 'voice' as const, duration_ms: 8200 }
  await out.add({ id: 'v1', case: 'c', person: 'p', made_at: 1, mentions: [], file })
  await vi.waitFor(() => expect(out.items.value[0]!.problem?.code).toBe('offline'))
  out.wake()
  await vi.waitFor(() => expect(states(out)).toEqual(['v1:delivered']))
  expect(uploads).toEqual([undefined, 'u1'])
  expect(out.items.value[0]!.content).toMatchObject({ type: 'voice', blob: { sha256: 'cafe', duration_ms: 8200 } })
})

test('somebody else on the same phone does not send it', async () => {
  person = 'q'
  const out = box()
  await out.add(text('m1'))
  expect(states(out)).toEqual(['m1:waiting'])
  expect(posted).toEqual([])
})

test('a try after a failure waits longer each time', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  answers = [new ProblemError(offlineProblem()), new ProblemError(offlineProblem())]
  const out = box()
  void out.add(text('m1'))
  await vi.waitFor(() => expect(posted).toHaveLength(1))
  await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0))
  await vi.advanceTimersByTimeAsync(2000)
  await vi.waitFor(() => expect(posted).toHaveLength(2))
})

test('an entry that comes before the answer to its own sending lets the message go with the receipt', async () => {
  let answer = () => {}
  const answered = new Promise<void>((resolve) => { answer = resolve })
  const slow = new Outbox({
    db: async () => db, post: async (item) => { await answered; return receipt(item) }, upload: async () => { throw new Error('no file') },
    person: () => 'p', random: () => 1,
  })
  await slow.add(text('m1'))
  await vi.waitFor(() => expect(states(slow)).toEqual(['m1:sending']))
  await slow.arrived(['m1'])
  expect(states(slow)).toEqual(['m1:sending'])
  answer()
  await vi.waitFor(() => expect(slow.items.value).toEqual([]))
  expect(await db.count('outbox')).toBe(0)
})
