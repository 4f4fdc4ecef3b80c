import { expect, test } from 'vitest'
import { faultOfIdNumber, isMobile, isUscc, plainIdNumber } from './idNumber'

const today = '20260618'
test.each([
  ['11010519491231002X', undefined],
  ['11010519491231002x', undefined],
  ['440524188001010014', undefined],
  ['330203200002290017', undefined],
  ['330106190002290014', 'date'],
  ['110105194912310021', 'check_digit'],
  ['1101051949123100X2', 'form'],
  ['11010519491331002X', 'date'],
  ['110105491231002', 'length'],
  ['001010519491231002', 'region'],
  ['330203202606190012', 'date'],
  ['', 'length'],
])('the id number %s: %s', (text, fault) => { expect(faultOfIdNumber(text, today)).toBe(fault) })

test('spaces and a small x do not matter', () => { expect(plainIdNumber('110105 19491231 002x')).toBe('11010519491231002X') })
test('mobile numbers with and without the country code', () => {
  expect(['13800138000', '138 0013 8000', '+8613800138000', '8613800138000'].map(isMobile)).toEqual([true, true, true, true])
  expect(['12800138000', '1380013800', '', '0574-87654321'].map(isMobile)).toEqual([false, false, false, false])
})
test('social credit codes have a check character', () => {
  expect(['9144030071526726XG', '91350100M000100Y43'].map(isUscc)).toEqual([true, true])
  expect(['9144030071526726XH', '9144030071526726XI', '9144030071526726X', ''].map(isUscc)).toEqual([false, false, false, false])
})
