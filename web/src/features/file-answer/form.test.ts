import { describe, expect, it } from 'vitest'
import { admits, blankAnswer, faultsOf, fieldOfReason, fitted, formOf } from './form'

describe('the answer to the complaint', () => {
  it('owes a stance for each claim and a reason for what is not admitted in full', () => {
    const written = { ...blankAnswer(), claims: [{ reason: '' }, { stance: 'admit' as const, reason: '' }, { stance: 'partly_admit' as const, reason: ' ' }, { stance: 'deny' as const, reason: '已还清' }] }
    expect(faultsOf(written).map((one) => one.field)).toEqual(['claims[0].stance', 'claims[2].reason', 'statement', 'facts_and_reasons'])
  })
  it('keeps what was said when a claim is added meanwhile', () => {
    const written = { ...blankAnswer(), claims: [{ stance: 'deny' as const, reason: '无借款' }] }
    expect(fitted(written, 2)).toEqual([{ stance: 'deny', reason: '无借款' }, { reason: '' }])
    expect(fitted(written, 0)).toEqual([])
  })
  it('is handed in claim by claim', () => {
    const written = { ...blankAnswer(), claims: [{ stance: 'deny' as const, reason: ' 已还清 ' }], statement: ' 不同意 ', facts_and_reasons: '转账记录' }
    expect(faultsOf(written)).toEqual([])
    expect(formOf(written)).toEqual({ claims: [{ claim: 0, stance: 'deny', reason: '已还清' }], statement: '不同意', facts_and_reasons: '转账记录', attachments: [] })
  })
  it('knows when something is admitted', () => {
    expect(admits([{ stance: 'deny' }])).toBe(false)
    expect(admits([{ stance: 'deny' }, { stance: 'partly_admit' }])).toBe(true)
  })
  it('finds the field that the court speaks of', () => {
    expect(fieldOfReason('answer.claims[0].reason')).toBe('claims[0].reason')
  })
})
