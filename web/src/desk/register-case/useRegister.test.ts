import { expect, test } from 'vitest'
import type { StaffLoad } from '../../api/contract'
import { byLoad, proceduresFor } from './useRegister'

const staff = (person: string, open_cases: number): StaffLoad => ({ person, name: `样例${person}`, title: '审判员', duties: ['judge'], open_cases })

test('the least load stands first, and somebody with two duties once', () => {
  const found = byLoad([[staff('a', 3), staff('b', 1)], [staff('b', 1), staff('c', 0)]])
  expect(found.map((one) => one.person)).toEqual(['c', 'b', 'a'])
})
test('among equals nobody is moved', () => {
  expect(byLoad([[staff('a', 2), staff('b', 2)]]).map((one) => one.person)).toEqual(['a', 'b'])
})
test('an enforcement case has no trial procedure, a trial no enforcement', () => {
  expect(proceduresFor('enforcement')).toEqual(['enforcement'])
  expect(proceduresFor('civil_first_instance')).not.toContain('enforcement')
  expect(proceduresFor('administrative_first_instance')).not.toContain('small_claims')
})
