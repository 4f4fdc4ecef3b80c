import { expect, test } from 'vitest'
import { benchOf, placeOf, queueKey, tabOf } from './todos'

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, ...more })

test('j and k go down and up and stop at the ends', () => {
  expect(queueKey(press('j'), -1, 2)).toEqual({ do: 'choose', index: 0 })
  expect(queueKey(press('j'), 1, 2)).toEqual({ do: 'choose', index: 1 })
  expect(queueKey(press('k'), 0, 2)).toEqual({ do: 'choose', index: 0 })
})
test('letters act on the chosen row alone', () => {
  expect(queueKey(press('c'), 0, 2)).toEqual({ do: 'claim' })
  expect(queueKey(press('d'), 1, 2)).toEqual({ do: 'done' })
  expect(queueKey(press('a'), -1, 2)).toBeUndefined()
  expect(queueKey(press('c', { ctrlKey: true }), 0, 2)).toBeUndefined()
  expect(queueKey(press('Enter'), 0, 0)).toBeUndefined()
})
test('the last step is undone even when the queue is empty after it', () => {
  expect(queueKey(press('u'), -1, 0)).toEqual({ do: 'undo' })
})
test('a to-do opens where it is done', () => {
  const entry = { origin: 'front' as const, seq: 7 }
  expect(placeOf({ case: 'x', kind: 'late_evidence', entry })).toEqual({ name: 'cases', params: { case: 'x', tab: 'evidence' }, query: { entry: 'front-7' } })
  expect(placeOf({ case: 'x', kind: 'application', entry })).toMatchObject({ params: { tab: 'applications' }, query: { entry: 'front-7' } })
  expect(placeOf({ case: 'x', kind: 'deadline', entry })).toMatchObject({ params: { tab: 'deadlines' }, query: {} })
  expect(placeOf({ case: 'x', kind: 'proposal', entry: undefined })).toMatchObject({ params: { tab: '' }, query: {} })
  expect(placeOf({ case: 'x', kind: 'approval', entry: { origin: 'court', seq: 9 } })).toMatchObject({ params: { tab: 'documents' }, query: { entry: 'court-9' } })
  for (const kind of ['service', 'rebuttal', 'paper_copy', 'certificate'] as const) expect(placeOf({ case: 'x', kind, entry })).toMatchObject({ params: { tab: 'service' }, query: { entry: 'front-7' } })
  expect(tabOf('noted')).toBe('deadlines')
})
test('whoever holds two places of the bench is offered once', () => {
  const judge = { person: 'p1', name: '样例法官一' }
  const clerk = { person: 'p2', name: '样例书记员一' }
  expect(benchOf({ handling_judge: judge, clerk, judge_assistant: undefined, panel: [judge] })).toEqual([judge, clerk])
})
