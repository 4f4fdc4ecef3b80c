import { describe, expect, it } from 'vitest'
import type { Body } from '../../api/contract'
import { blankAddress, faultsIn, firstOpen, formOf, knownOf, writtenFrom, type WrittenAddress } from './addressForm'

const written = (more: Partial<WrittenAddress> = {}): WrittenAddress => ({ ...blankAddress(), electronic: 'yes', receiver: '样例乙', phone: '13900000002', address: '浙江省宁波市海曙区样例路2号', ...more })
const fields = (...args: Parameters<typeof faultsIn>) => faultsIn(...args).map((one) => one.field)

describe('the form of an address for service', () => {
  it('does not answer for the person whether they agree', () => {
    expect(fields('agree', blankAddress())).toEqual(['electronic'])
    expect(fields('agree', written())).toEqual([])
  })
  it('owes an electronic address to whoever agrees', () => {
    expect(fields('agree', written({ mailbox: false }))).toEqual(['channels'])
    expect(fields('agree', written({ by_email: true, email: 'a@b' }))).toEqual(['email'])
    expect(fields('agree', written({ by_email: true, email: 'yangliyi@example.cn' }))).toEqual([])
    expect(fields('agree', written({ electronic: 'no', mailbox: false }))).toEqual([])
  })
  it('owes a postal address in any case', () => {
    expect(fields('post', { ...blankAddress(), electronic: 'no' })).toEqual(['receiver', 'phone', 'address'])
    expect(fields('post', written({ phone: '0574-8888 0000', postcode: '31500', stages: [] }))).toEqual(['postcode', 'stages'])
  })
  it('leads back to the step that is not in order', () => {
    expect(firstOpen('check', written({ address: '' }))).toBe('post')
    expect(firstOpen('check', written())).toBeUndefined()
    expect(firstOpen('agree', blankAddress())).toBeUndefined()
  })
  it('hands in nothing electronic with a refusal', () => {
    expect(formOf(written({ electronic: 'no', by_email: true, email: 'a@example.cn', paper_decisions: true, excluded: '判决书' })))
      .toMatchObject({ electronic: false, mailbox: false, paper_decisions: false, excluded: '' })
    expect(formOf(written({ electronic: 'no', by_email: true, email: 'a@example.cn' }))).not.toHaveProperty('email')
  })
  it('begins a change from the form in force', () => {
    const form = formOf(written({ by_email: true, email: 'a@example.cn', stages: ['appeal'] }))
    expect(formOf(writtenFrom(form))).toEqual(form)
  })
  it('knows the address from the last filing, counted over all sides', () => {
    const party = (name: string, domicile?: string) => ({ name, domicile, kind: 'natural_person', agents: [] })
    const filing = (type: string, street: string) => ({ type, form: { claimants: [party('样例甲')], respondents: [party('样例乙', street)], third_parties: [] } }) as unknown as Body
    expect(knownOf(1, [filing('filing_submitted', '旧址'), filing('filing_resubmitted', '样例路2号')])).toEqual({ receiver: '样例乙', address: '样例路2号' })
    expect(knownOf(5, [filing('filing_submitted', '旧址')])).toEqual({})
    expect(knownOf(0, [])).toEqual({})
  })
})
