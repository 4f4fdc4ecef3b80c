import { beforeEach, expect, test } from 'vitest'
import { nextTick } from 'vue'
import { fieldName } from '../review-filing/fieldNames'
import { phrasesFor } from './phrases'
import { daysAfter, useCorrection } from './useCorrection'

beforeEach(() => sessionStorage.clear())
const today = '2026-12-28'

test('a field clicked twice is one defect, and begins with its usual words', () => {
  const correction = useCorrection('c1', today)
  const first = correction.add('respondents[0].domicile')
  expect(correction.add('respondents[0].domicile')).toBe(first)
  expect(correction.plain()).toEqual([{ field: 'respondents[0].domicile', reason: phrasesFor('respondents[0].domicile')[0] }])
})
test('seven days are given unless the officer says otherwise, over the end of the year', () => {
  expect(useCorrection('c1', today).until).toMatchObject({ value: '2027-01-04' })
  expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29')
})
test('nothing can be told while a defect has no words or the day has passed', () => {
  const correction = useCorrection('c1', today)
  expect(correction.ready.value).toBe(false)
  correction.add('claims')
  expect(correction.ready.value).toBe(true)
  correction.defects.value[0]!.reason = '  '
  expect(correction.ready.value).toBe(false)
  correction.defects.value[0]!.reason = '请写明金额'
  correction.until.value = '2026-12-27'
  expect(correction.ready.value).toBe(false)
})
test('what was gathered is there again after looking at another filing', async () => {
  const correction = useCorrection('c1', today)
  correction.add('claims')
  correction.until.value = '2027-01-11'
  await nextTick()
  const again = useCorrection('c1', today)
  expect(again.plain()).toEqual(correction.plain())
  expect(again.until.value).toBe('2027-01-11')
  expect(useCorrection('c2', today).defects.value).toEqual([])
  again.clear()
  await nextTick()
  expect(useCorrection('c1', today).defects.value).toEqual([])
})
test('fields have names of the court', () => {
  expect(fieldName('respondents[0].domicile', 'civil_first_instance')).toBe('被告 1的住所地')
  expect(fieldName('claimants[1].agents[0].licence', 'enforcement')).toBe('申请执行人 2的代理人的执业证号')
  expect(fieldName('claims[1]', 'enforcement')).toBe('第2项申请事项')
  expect(fieldName('attachments.identity_proof', 'civil_first_instance')).toBe('身份证明')
  expect(fieldName('administrative.agency_act', 'administrative_first_instance')).toBe('被诉行政行为')
  expect(fieldName('facts_and_reasons', 'civil_first_instance')).toBe('事实与理由')
})
