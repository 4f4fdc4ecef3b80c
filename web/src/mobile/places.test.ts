import { expect, test } from 'vitest'
import { refFrom, refText } from './entryRefs'
import { addressOf } from './places'

test('an entry in an address is found again, anything else is not', () => {
  expect(refFrom(refText({ origin: 'court', seq: 12 }))).toEqual({ origin: 'court', seq: 12 })
  for (const text of ['12', 'front', 'frontx1', 'back3', '', null, undefined, ['front1']]) expect(refFrom(text)).toBeUndefined()
})

test('a paper is addressed with the party it is served on, and its certificate beside it', () => {
  const place = { page: 'paper', paper: { origin: 'court', seq: 12 }, recipient: 1, file: { sha256: 'aa', media_type: 'application/pdf', size_bytes: 1 } } as const
  expect(addressOf('c', place)).toEqual({ name: 'paper', params: { case: 'c', paper: 'court12' }, query: { party: 1 } })
  expect(addressOf('c', { ...place, certificate: true })).toMatchObject({ query: { party: 1, show: 'certificate' } })
})

test('a proposal takes its message along to the form', () => {
  const from = { message: { origin: 'front', seq: 3 }, proposal: { origin: 'court', seq: 4 } } as const
  expect(addressOf('c', { page: 'apply', kind: 'appraisal', ...from, words: '申请鉴定' })).toEqual({
    name: 'apply', params: { case: 'c', kind: 'appraisal' }, query: { message: 'front3', proposal: 'court4' }, state: { words: '申请鉴定' },
  })
  expect(addressOf('c', { page: 'submit_evidence', ...from })).toEqual({ path: '/m/cases/c/evidence/new', query: { message: 'front3', proposal: 'court4' } })
})
