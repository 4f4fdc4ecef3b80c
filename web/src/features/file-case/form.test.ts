import { expect, test } from 'vitest'
import type { FilingForm } from '../../api/contract'
import { emptyAgent, emptyParty, reasonAt, sameAt, stepOf, tidied, withDigests, withoutIdNumbers } from './form'

const form = (): FilingForm => ({
  kind: 'civil_first_instance', claimants: [{ ...emptyParty(), name: ' 样例甲 ', id_number: '1', domicile: ' ' }], respondents: [], third_parties: [],
  claims: [' 返还借款 ', ' '], facts_and_reasons: ' 借款 ', fee_kind: 'property', attachments: [], filed_by: { as: 'party', claimant: 0 },
})

test('every field of the check list leads to its step', () => {
  expect(['court_code', 'cause_code', 'respondents[0].domicile', 'claimants[1].agents[0].licence', 'claims', 'claims[2]', 'claim_amount_fen',
    'facts_and_reasons', 'enforcement.title_number', 'administrative.agency_act', 'attachments.identity_proof', 'attachments[3].name', 'filed_by', 'something_new'].map(stepOf))
    .toEqual(['court', 'cause', 'parties', 'parties', 'claims', 'claims', 'claims', 'facts', 'facts', 'facts', 'attachments', 'attachments', 'parties', 'check'])
})
test('two reasons at one field are both said', () => {
  expect(reasonAt([{ field: 'claims', reason: '甲' }, { field: 'x', reason: '乙' }, { field: 'claims', reason: '丙' }], 'claims')).toBe('甲；丙')
  expect(reasonAt([], 'claims')).toBeUndefined()
})
test('blanks and empty lines are not sent', () => {
  const sent = tidied(form())
  expect(sent.claims).toEqual(['返还借款'])
  expect(sent.claimants[0]).toMatchObject({ name: '样例甲', domicile: undefined })
  expect(sent.facts_and_reasons).toBe('借款')
})
test('an organisation has no personal data', () => {
  const typed = form()
  typed.claimants[0] = { ...typed.claimants[0]!, kind: 'organisation', sex: '男', uscc: ' 91abc ' }
  expect(tidied(typed).claimants[0]).toMatchObject({ id_number: undefined, sex: undefined, uscc: '91ABC' })
})
test('ID numbers do not stay on the phone', () => {
  const typed = form()
  typed.claimants[0]!.agents = [{ ...emptyAgent(), id_number: '2' }]
  const kept = withoutIdNumbers(typed)
  expect(JSON.stringify(kept)).not.toContain('id_number')
})
test('a number the court has taken becomes its masked form, a newer one stays', () => {
  const typed = form()
  const sent = form()
  const saved = form()
  saved.claimants[0] = { ...saved.claimants[0]!, id_number: undefined, id_masked: '1**', id_digest: 'd' }
  withDigests(typed, saved, sent)
  expect(typed.claimants[0]).toMatchObject({ id_number: undefined, id_masked: '1**', id_digest: 'd' })
  const newer = form()
  newer.claimants[0]!.id_number = '12'
  withDigests(newer, saved, sent)
  expect(newer.claimants[0]).toMatchObject({ id_number: '12' })
})

test('a returned field counts as corrected once something there has changed', () => {
  const before = form()
  const now = form()
  for (const path of ['claimants[0].domicile', 'claimants[0].id_number', 'claims', 'attachments.identity_proof', 'respondents[0].name']) {
    expect(sameAt(before, now, path)).toBe(true)
  }
  now.claimants[0]!.domicile = '宁波市'
  now.claims[0] = '返还借款及利息'
  now.attachments.push({ kind: 'identity_proof', name: '身份证', blob: { sha256: 'a', size_bytes: 1, media_type: 'image/png' } })
  expect(['claimants[0].domicile', 'claims', 'attachments.identity_proof'].map((path) => sameAt(before, now, path))).toEqual([false, false, false])
})
