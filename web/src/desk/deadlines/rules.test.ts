import { expect, test } from 'vitest'
import vectors from '../../../../testdata/vectors/deadline_cases.csv?raw'
import { findRules, lastDayOf, ruleNamed, rules } from './rules'

test('the day that is shown is the day that the node counts', () => {
  const lines = vectors.trim().split(/\r?\n/).slice(1)
  let n = 0
  for (const line of lines) {
    const [name, start, period, expected, rollover] = line.split(',') as [string, string, string, string, string]
    const rule = ruleNamed(name)
    const match = /^(\d+)([dmy])$/.exec(period)
    if (!rule || !match || rule.countsBack || rule.movedOnHoliday !== (rollover === 'true')) continue
    expect([name, start, lastDayOf(rule, start, { n: Number(match[1]), unit: match[2] as 'd' | 'm' | 'y' })]).toEqual([name, start, expected])
    n += 1
  }
  expect(n).toBeGreaterThan(10)
})
test('a summons is counted back with full days between', () => {
  expect(lastDayOf(ruleNamed('HEARING_NOTICE')!, '2026-06-18')).toBe('2026-06-14')
})
test('no day is guessed where the holidays are not announced, or where the court sets it', () => {
  expect(lastDayOf(ruleNamed('ANSWER')!, '2039-01-01')).toBeUndefined()
  expect(lastDayOf(ruleNamed('EVID_EXT')!, '2026-03-01')).toBeUndefined()
  expect(lastDayOf(ruleNamed('PRES_PRE')!, '2026-03-01')).toBeUndefined()
})
test('rules are found by name and by article', () => {
  expect(findRules('答辩状').map((rule) => rule.rule)).toContain('ANSWER')
  expect(findRules('民事诉讼法 §171').map((rule) => rule.rule)).toEqual(expect.arrayContaining(['APPEAL_J', 'APPEAL_R']))
  expect(findRules('').length).toBe(rules.length)
  for (const rule of rules) expect(rule.source.length, rule.rule).toBeGreaterThan(0)
})
