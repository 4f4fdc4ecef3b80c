import { expect, test } from 'vitest'
import { faultsOf, unplaced } from './faults'

const faults = [
  { field: 'case.number', reason: '缺少案号' }, { field: 'orders[1]', reason: '不能为空' }, { field: 'orders', reason: '过长' },
  { field: 'costs[0].amount', reason: '应为金额' }, { field: 'at', reason: '不能为空' }, { field: 'attendance', reason: '不能为空' },
]
const said = faultsOf(faults, (n, reason) => `第 ${n} 项：${reason}`)

test('a fault stands at the field that its path names, and at no other', () => {
  expect(said.at('at')).toBe('不能为空')
  expect(said.at('orders')).toBe('过长')
  expect(said.at('costs')).toBeUndefined()
  expect(said.within('at')).toBe('不能为空')
})
test('a field that is one place to write in says which part is meant', () => {
  expect(said.within('orders')).toBe('第 2 项：不能为空；过长')
  expect(said.within('costs')).toBe('第 1 项：应为金额')
  expect(said.within('notes')).toBeUndefined()
})
test('the first fault is the first of the court, and what stands nowhere on the page is kept', () => {
  expect(said.paths[0]).toBe('case.number')
  expect(said.n).toBe(6)
  expect(unplaced(faults, ['orders', 'costs', 'at', 'attendance'])).toEqual([faults[0]])
})
