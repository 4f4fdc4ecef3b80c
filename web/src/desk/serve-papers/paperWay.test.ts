import { expect, test } from 'vitest'
import { attemptOf, blankPaperForm, paperWays, wayOf, type PaperForm } from './paperWay'

const form = (way: PaperForm['way'], more: Partial<PaperForm> = {}): PaperForm => ({ ...blankPaperForm(way, '2026-11-29'), ...more })

test('each way has its own dates', () => {
  expect(attemptOf(form('personal', { takenBy: 'adult_family' }))).toEqual({ by: 'personal', taken_by: 'adult_family', signed_on: '2026-11-29' })
  expect(attemptOf(form('entrusted', { state: 'received' }))).toEqual({ by: 'entrusted', signed_on: '2026-11-29' })
  expect(attemptOf(form('announcement', { nothingElse: true }))).toEqual({ by: 'announcement', published_on: '2026-11-29', nothing_else_works: true })
})
test('what is posted is recorded before anybody knows its end', () => {
  expect(attemptOf(form('post', { on: '' }))).toEqual({ by: 'post' })
  expect(attemptOf(form('post', { state: 'received' }))).toEqual({ by: 'post', received_on: '2026-11-29' })
  expect(attemptOf(form('post', { state: 'returned', ownAddress: true }))).toEqual({ by: 'post', returned_on: '2026-11-29', address_given_by_recipient: true })
  expect(attemptOf(form('post', { state: 'received', on: '' }))).toBeUndefined()
})
test('leaving without witnesses, a refusal without a note and an announcement while other ways are open are not recorded', () => {
  for (const way of ['leaving', 'refused_at_court', 'announcement'] as const) expect(attemptOf(form(way))).toBeUndefined()
  expect(attemptOf(form('leaving', { recorded: true }))).toMatchObject({ by: 'leaving', recorded: true })
})
test('rungs on paper lead to their way, the others to none', () => {
  for (const step of ['personal', 'post', 'leaving', 'entrusted', 'announcement'] as const) expect(paperWays).toContain(wayOf(step))
  for (const step of ['other_electronic', 'ask_for_address', 'convert_to_ordinary'] as const) expect(wayOf(step)).toBeUndefined()
})
