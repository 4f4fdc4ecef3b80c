import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Problem } from './contract'
import { ProblemError } from './problem'
import { ServedLooks, type LookParts, type ServedLook } from './servedLooks'

const look = { case: 'c', sent: { origin: 'court', seq: 20 }, paper: { origin: 'court', seq: 12 } } as const
const refusal = (status: number, code = 'x') => new ProblemError({ type: '', code, title: '', status, next_step: '', fields: [] } as Problem)
let nth = 0
function begin(tell: (look: ServedLook) => Promise<unknown>, person: () => string | undefined = () => 'p') {
  const name = `looks-${nth += 1}`
  const later: (() => void)[] = []
  const db: LookParts['db'] = () => openDB(name, 1, { upgrade(made) { made.createObjectStore('looks', { keyPath: 'what' }) } })
  const parts: LookParts = { db, tell, person, later: (act) => { later.push(act) } }
  return { looks: new ServedLooks(parts), anew: () => new ServedLooks(parts), later, left: async () => (await db()).count('looks') }
}

describe('the first look at a served paper', () => {
  const told = vi.fn<(look: ServedLook) => Promise<unknown>>(async () => undefined)
  beforeEach(() => { told.mockReset() })

  it('is told to the court and then forgotten', async () => {
    const { looks, left } = begin(told)
    const heard = vi.fn()
    looks.onTold(heard)
    await looks.add(look)
    expect(told).toHaveBeenCalledTimes(1)
    expect(heard).toHaveBeenCalledTimes(1)
    expect(await left()).toBe(0)
  })
  it('waits for the network under the same command id, even over a reload', async () => {
    told.mockRejectedValueOnce(refusal(0))
    const { looks, anew, later, left } = begin(told)
    await looks.add(look)
    expect([later.length, await left()]).toEqual([1, 1])
    await anew().add(look)
    const [first, second] = told.mock.calls.map(([one]) => one.command)
    expect(second).toBe(first)
    expect(await left()).toBe(0)
  })
  it('is dropped when the court knows it already', async () => {
    told.mockRejectedValueOnce(refusal(422, 'nothing_changes'))
    const { looks, left } = begin(told)
    await looks.add(look)
    expect(await left()).toBe(0)
  })
  it('waits while the court has not confirmed this phone', async () => {
    told.mockRejectedValueOnce(refusal(403, 'device_awaits_court'))
    const { looks, left } = begin(told)
    await looks.add(look)
    expect(await left()).toBe(1)
  })
  it('is not told in the name of somebody else', async () => {
    let person = 'p'
    told.mockRejectedValueOnce(refusal(503))
    const { looks, left } = begin(told, () => person)
    await looks.add(look)
    person = 'q'
    await looks.wake()
    expect([told.mock.calls.length, await left()]).toEqual([1, 1])
  })
})
