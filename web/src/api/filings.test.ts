import { expect, test } from 'vitest'
import type { FilingForm } from './contract'
import { parted } from './filings'

test('typed ID numbers travel beside the form, never in it', () => {
  const form: FilingForm = {
    kind: 'civil_first_instance', claims: [], facts_and_reasons: '', fee_kind: 'property', attachments: [], filed_by: { as: 'party', claimant: 0 },
    claimants: [
      { kind: 'natural_person', name: '样例甲', id_number: '1', agents: [] },
      { kind: 'natural_person', name: '样例乙', agents: [{ kind: 'relative', name: '样例丙', id_number: '2', stages: [], special: [] }] },
    ],
    respondents: [{ kind: 'natural_person', name: '样例丁', agents: [] }],
    third_parties: [],
  }
  const { form: bare, id_numbers } = parted(form)
  expect(id_numbers).toEqual([{ field: 'claimants[0]', id_number: '1' }, { field: 'claimants[1].agents[0]', id_number: '2' }])
  expect(JSON.stringify(bare)).not.toContain('id_number')
  expect(bare.claimants[1]!.agents[0]!.name).toBe('样例丙')
  expect(form.claimants[0]!.id_number).toBe('1')
})
