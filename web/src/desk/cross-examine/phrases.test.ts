import { expect, test } from 'vitest'
import { rulingComplete, rulingReasons, rulings } from './phrases'

test('every ruling has words ready', () => {
  for (const ruling of rulings) expect(rulingReasons(ruling).length).toBeGreaterThan(1)
  expect(rulingReasons(undefined)).toEqual([])
})
test('only what is adopted needs no reason', () => {
  expect(rulingComplete('adopted', '', false, undefined)).toBe(true)
  expect(rulingComplete('not_adopted', ' ', false, undefined)).toBe(false)
  expect(rulingComplete('partly_adopted', '真实性予以确认', false, undefined)).toBe(true)
  expect(rulingComplete(undefined, '真实性予以确认', false, undefined)).toBe(false)
})
test('a late exhibit is ruled on only with its lateness', () => {
  expect(rulingComplete('adopted', '', true, undefined)).toBe(false)
  expect(rulingComplete('adopted', '', true, 'taken_with_reprimand')).toBe(true)
  expect(rulingComplete('adopted', '', true, 'not_taken')).toBe(false)
  expect(rulingComplete('not_adopted', '逾期且有重大过失', true, 'not_taken')).toBe(true)
})
