import { expect, test } from 'vitest'
import type { CaseCard } from '../../api/contract'
import { waitsFor } from './useCaseList'

const card = (more: Partial<CaseCard>): CaseCard => ({
  case: 'c', title: '样例甲诉样例乙民间借贷纠纷', court_name: '样例法院', kind: 'civil_first_instance', status: 'preparing', role: 'handling_judge',
  unread: 0, mentioned: false, closed: false, ...more,
})
const said = (name: string) => ({ at: '2026-03-02T09:00:00.000+08:00', name, preview: '好的' })

test('a case waits when the last word is somebody else’s, read or not', () => {
  expect(waitsFor(card({ last: said('样例甲') }), '样例法官')).toBe(true)
  expect(waitsFor(card({ last: said('样例法官') }), '样例法官')).toBe(false)
})
test('a mention waits even after one’s own words', () => {
  expect(waitsFor(card({ last: said('样例法官'), mentioned: true }), '样例法官')).toBe(true)
})
test('a closed case waits for nobody', () => {
  expect(waitsFor(card({ last: said('样例甲'), mentioned: true, closed: true }), '样例法官')).toBe(false)
})
