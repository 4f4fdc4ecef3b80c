import { describe, expect, it } from 'vitest'
import type { ApplicationField, ApplicationKindView } from '../../api/contract'
import { blankApplication, faultOf, faultsOf, fieldOfReason, formOf, groupsOf, linesOf, writtenFrom, type FormNames, type WrittenApplication } from './form'

const field = (key: string, input: ApplicationField['input'], required = true, choices: string[] = []): ApplicationField => ({ key, label: key, input, required, choices, hint: '' })
function kindOf(kind: ApplicationKindView['kind'], group: string, fields: ApplicationField[] = []): ApplicationKindView {
  return {
    kind, name: kind, group, permitted: [], decider: 'handling_judge', decider_name: '承办法官', effect: 'secures_property', effect_words: '', for_own_side: false,
    moves_period: false, source: [], fields,
  }
}
const preservation = kindOf('property_preservation', '保全与先予执行', [
  field('request', 'text'), field('amount_fen', 'money'), field('property', 'long_text'), field('guarantee', 'choice', true, ['现金担保', '保险公司保函']),
  field('exhibits', 'exhibits', false), field('received_on', 'date', false), field('reasons', 'long_text'),
])
const written = (typed: Record<string, string>): WrittenApplication => ({ ...blankApplication(), typed })
const full = written({ request: ' 冻结存款 ', amount_fen: '80,000.5', property: '账户', guarantee: '现金担保', reasons: '转移财产' })
const names: FormNames = { person: (one) => `法官${one}`, exhibit: (ref) => `原告证据${ref.seq}`, claim: (index) => `第${index + 1}项` }

describe('the form of an application', () => {
  it('asks for everything that is owed, in its order', () => {
    expect(faultsOf(preservation, blankApplication()).map((one) => one.field)).toEqual(['request', 'amount_fen', 'property', 'guarantee', 'reasons'])
    expect(faultsOf(preservation, full)).toEqual([])
  })
  it('takes blanks for nothing', () => {
    expect(faultOf(field('request', 'text'), written({ request: '  ' }))).toBe('请填写“request”')
    expect(faultOf(field('request', 'text', false), written({}))).toBeUndefined()
  })
  it('knows what is no amount, no day and no choice', () => {
    expect(faultOf(field('amount_fen', 'money'), written({ amount_fen: '八万' }))).toContain('请填写大于零的数字')
    expect(faultOf(field('amount_fen', 'money'), written({ amount_fen: '0.00' }))).toContain('请填写大于零的数字')
    expect(faultOf(field('until', 'date'), written({ until: '2026-13-40' }))).toBe('请选择日期')
    expect(faultOf(field('guarantee', 'choice', true, ['现金担保']), written({ guarantee: '口头' }))).toContain('请选择')
    expect(faultOf(field('claim', 'claim'), written({ claim: '0' }))).toBeUndefined()
  })
  it('asks for exhibits only where they are owed', () => {
    expect(faultOf(field('exhibits', 'exhibits'), blankApplication())).toContain('请选择')
    expect(faultOf(field('exhibits', 'exhibits'), { ...blankApplication(), exhibits: [{ origin: 'front', seq: 4 }] })).toBeUndefined()
  })
  it('hands amounts in as fen and every further field in the details', () => {
    expect(formOf(preservation, full)).toEqual({
      kind: 'property_preservation', request: '冻结存款', reasons: '转移财产', amount_fen: 8_000_050, exhibits: [], attachments: [], urgent: false,
      details: { property: '账户', guarantee: '现金担保' },
    })
  })
  it('names person and day where the form has a place for them', () => {
    const recusal = kindOf('recusal', '回避与管辖', [field('person', 'person'), field('until', 'date', false), field('reasons', 'long_text')])
    expect(formOf(recusal, written({ person: 'p1', until: '2026-12-01', reasons: '亲属' }))).toMatchObject({ person: 'p1', until: '2026-12-01', request: '', details: {} })
  })
  it('gives back for editing what was written', () => {
    const form = formOf(preservation, full)
    expect(formOf(preservation, writtenFrom(form))).toEqual(form)
  })
  it('is read with its labels, without what was left empty', () => {
    expect(linesOf(preservation, formOf(preservation, { ...full, exhibits: [{ origin: 'front', seq: 2 }] }), names)).toEqual([
      ['request', '冻结存款'], ['amount_fen', '80,000.50元'], ['property', '账户'], ['guarantee', '现金担保'], ['exhibits', '原告证据2'], ['reasons', '转移财产'],
    ])
  })
  it('is read without its form, too', () => {
    expect(linesOf(undefined, formOf(preservation, full), names)).toEqual([['请求事项', '冻结存款'], ['事实与理由', '转移财产']])
  })
  it('finds the field that the court speaks of', () => {
    expect(['application.request', 'application.details.property', 'details.property', 'until'].map(fieldOfReason)).toEqual(['request', 'property', 'property', 'until'])
  })
})

describe('what can be applied for', () => {
  it('stands in the groups of the table, what is open to the viewer first', () => {
    const views = [kindOf('appraisal', '举证'), kindOf('withdraw_suit', '请求'), kindOf('witness_to_appear', '举证'), kindOf('joinder', '请求')]
    const groups = groupsOf(views, [{ kind: 'appraisal', allowed: false, refused_because: '已有一份待决定' }, { kind: 'witness_to_appear', allowed: true }, { kind: 'joinder', allowed: true }])
    expect(groups.map(({ group, rows }) => [group, rows.map((row) => [row.view.kind, row.because])])).toEqual([
      ['举证', [['witness_to_appear', undefined], ['appraisal', '已有一份待决定']]], ['请求', [['joinder', undefined]]],
    ])
  })
})
