import { expect, test } from 'vitest'
import { clockOf } from './clock'
import { queueOf, wasCorrected } from './useFilingQueue'

const submitted = (due_in_days: number | undefined) => ({ state: 'submitted' as const, due_in_days, review_until: undefined, correction_until: undefined })
const noon = (on: string) => Date.parse(`${on}T12:00:00+08:00`)

test('the lamp turns amber two days before the end and red on the last day', () => {
  expect(clockOf(submitted(3))?.tone).toBe('ok')
  expect(clockOf(submitted(2))?.tone).toBe('warn')
  expect(clockOf(submitted(0))).toEqual({ tone: 'danger', text: '今日到期' })
  expect(clockOf(submitted(-2))).toEqual({ tone: 'danger', text: '超期 2 天' })
})
test('without known holidays no lamp pretends to know the day', () => {
  expect(clockOf(submitted(undefined))?.tone).toBe('plain')
})
test('while the filer corrects, the filer’s clock runs', () => {
  const filing = { state: 'correction' as const, due_in_days: undefined, review_until: undefined, correction_until: '2026-03-10' }
  expect(clockOf(filing, noon('2026-03-05'))).toEqual({ tone: 'plain', text: '补正剩 5 天' })
  expect(clockOf(filing, noon('2026-03-10'))?.tone).toBe('warn')
  expect(clockOf(filing, noon('2026-03-11'))?.tone).toBe('danger')
})
test('no clock runs on what is decided', () => {
  expect(clockOf({ ...submitted(3), state: 'registered' })).toBeUndefined()
  expect(queueOf({ state: 'lapsed' })).toBe('done')
})
test('a filing counts as corrected when everything but another correction can be decided', () => {
  expect(wasCorrected({ state: 'submitted', actions: ['register_case', 'reject_filing'] })).toBe(true)
  expect(wasCorrected({ state: 'submitted', actions: ['register_case', 'request_correction'] })).toBe(false)
  // A viewer who decides nothing learns nothing from what is missing.
  expect(wasCorrected({ state: 'submitted', actions: [] })).toBe(false)
})
