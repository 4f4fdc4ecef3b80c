import { describe, expect, it } from 'vitest'
import document from '../../../../docs/generated/openapi.json'
import { caseFlags, differs } from './flags'

describe('the flags of a case', () => {
  it('offers every flag that the node knows', () => {
    expect([...caseFlags].sort()).toEqual([...document.components.schemas.CaseFlag.enum].sort())
  })
  it('tells sets apart by what is in them, not by their order', () => {
    expect(differs(['minors', 'family'], ['family', 'minors'])).toBe(false)
    expect(differs(['minors'], ['minors', 'family'])).toBe(true)
    expect(differs(['minors', 'family'], ['minors'])).toBe(true)
    expect(differs([], [])).toBe(false)
  })
})
