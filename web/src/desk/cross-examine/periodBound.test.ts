import { expect, test } from 'vitest'
import { evidenceRule, outOfBounds, usualPeriodEnd } from './periodBound'

test('the usual end fits its own bounds, in every procedure', () => {
  for (const procedure of ['ordinary', 'simplified', 'small_claims', 'enforcement'] as const) {
    for (const today of ['2026-03-02', '2026-02-06', '2026-09-16']) {
      expect([procedure, today, outOfBounds(procedure, today, usualPeriodEnd(procedure, today))]).toEqual([procedure, today, undefined])
    }
  }
})
test('an ordinary case has fifteen days at least, a simplified one at most', () => {
  expect(outOfBounds('ordinary', '2026-03-02', '2026-03-16')).toBe('short')
  expect(outOfBounds('ordinary', '2026-03-02', '2026-06-30')).toBeUndefined()
  expect(outOfBounds('simplified', '2026-03-02', '2026-03-18')).toBe('long')
  expect(outOfBounds('simplified', '2026-03-02', '2026-03-05')).toBeUndefined()
})
test('a small claim usually has seven days, and no day lies in the past', () => {
  expect(outOfBounds('small_claims', '2026-03-02', '2026-03-20')).toBe('usually_shorter')
  expect(outOfBounds('small_claims', '2026-03-02', '2026-03-01')).toBe('past')
})
test('each bound has its article', () => {
  for (const procedure of ['ordinary', 'simplified', 'small_claims'] as const) expect(evidenceRule(procedure)?.source.length).toBeGreaterThan(0)
})
