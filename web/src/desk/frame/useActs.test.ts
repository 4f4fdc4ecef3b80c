import { beforeEach, expect, test } from 'vitest'
import { ProblemError, offlineProblem } from '../../api/problem'
import { useActs } from './useActs'

beforeEach(() => localStorage.clear())
const refused = () => new ProblemError({ type: 'urn:weicourt:problem:x', code: 'x', title: '不行', status: 409, next_step: '请刷新', fields: [] })

test('an act whose answer was lost is repeated under the same id, and the next one under another', async () => {
  const keys: string[] = []
  const { act, problem } = useActs('c1', () => Promise.resolve())
  expect(await act('close', 'judgment', (key) => { keys.push(key); return Promise.reject(new ProblemError(offlineProblem())) })).toBe(false)
  expect(problem.value?.code).toBe('offline')
  expect(await act('close', 'judgment', (key) => { keys.push(key); return Promise.resolve() })).toBe(true)
  expect(await act('close', 'judgment', (key) => { keys.push(key); return Promise.resolve() })).toBe(true)
  expect(keys[0]).toBe(keys[1])
  expect(keys[2]).not.toBe(keys[1])
  expect(problem.value).toBeUndefined()
})
test('a refused act is settled: trying again is a new act', async () => {
  const keys: string[] = []
  const { act } = useActs('c1', () => Promise.resolve())
  const run = (key: string) => { keys.push(key); return Promise.reject(refused()) }
  await act('mute', 'p', run)
  await act('mute', 'p', run)
  expect(new Set(keys).size).toBe(2)
})
test('a second click while the first is on its way does nothing', async () => {
  let n = 0
  const { act } = useActs('c1', () => Promise.resolve())
  const first = act('call', 'p', () => { n += 1; return Promise.resolve() })
  expect(await act('call', 'p', () => { n += 1; return Promise.resolve() })).toBe(false)
  expect(await first).toBe(true)
  expect(n).toBe(1)
})
test('an act stays done when the page cannot be brought up to date', async () => {
  const { act, problem } = useActs('c1', () => Promise.reject(new Error('down')))
  expect(await act('call', 'p', () => Promise.resolve())).toBe(true)
  expect(problem.value).toBeUndefined()
})
