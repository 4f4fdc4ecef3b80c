import { expect, test } from 'vitest'
import { tabOf } from './tabs'

test('a card in the space leads to its exhibit or application on the desk', () => {
  const entry = { origin: 'front', seq: 7 } as const
  expect(tabOf({ page: 'evidence', exhibit: entry })).toEqual(['evidence', 'front-7'])
  expect(tabOf({ page: 'applications', application: entry })).toEqual(['applications', 'front-7'])
  expect(tabOf({ page: 'evidence' })).toEqual(['evidence', undefined])
  expect([tabOf({ page: 'answer' }), tabOf({ page: 'agenda' }), tabOf({ page: 'file' })]).toEqual([['applications'], ['deadlines'], ['file']])
})
