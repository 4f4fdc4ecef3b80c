import { expect, test } from 'vitest'
import { decisionComplete, decisionReasons, namesAmount, needsUntil, outcomes } from './decision'

test('every decision has words ready, those of its kind first', () => {
  for (const outcome of outcomes) {
    expect(decisionReasons('file_access', outcome).length).toBeGreaterThan(0)
    expect(decisionReasons('recusal', outcome).length).toBeGreaterThan(0)
  }
  expect(decisionReasons('evidence_extension', 'granted')[0]).toContain('适用于其他当事人')
  expect(decisionReasons('recusal', undefined)).toEqual([])
})
test('only what is granted needs no reason', () => {
  expect(decisionComplete(false, 'granted', '', '')).toBe(true)
  expect(decisionComplete(false, 'refused', ' ', '')).toBe(false)
  expect(decisionComplete(false, 'partly_granted', '部分有理', '')).toBe(true)
  expect(decisionComplete(false, undefined, '理由', '')).toBe(false)
})
test('an extension says until when, and a refusal of one does not', () => {
  expect(needsUntil({ moves_period: true })).toBe(true)
  expect(needsUntil(undefined)).toBe(false)
  expect(decisionComplete(true, 'granted', '', '')).toBe(false)
  expect(decisionComplete(true, 'granted', '', '2026-07-01')).toBe(true)
  expect(decisionComplete(true, 'refused', '未说明理由', '')).toBe(true)
})
test('an amount is decided only where one was asked for', () => {
  const form = { kind: 'property_preservation' as const, request: '', reasons: '', exhibits: [], details: {}, attachments: [], urgent: false }
  expect(namesAmount({ form })).toBe(false)
  expect(namesAmount({ form: { ...form, amount_fen: 8_000_000 } })).toBe(true)
})
