import { expect, test } from 'vitest'
import { changed, takesBack } from './consents'

test('only what changes is said anew', () => {
  expect(changed({ hearing: true, service: false }, { hearing: true, service: true, filing: false })).toEqual({ filing: false, service: true })
  expect(changed({ hearing: true }, { hearing: true })).toEqual({})
})
test('taking back what was agreed to owes a reason, refusing from the start does not', () => {
  expect(takesBack({ hearing: true }, { hearing: false })).toBe(true)
  expect(takesBack({}, { hearing: false })).toBe(false)
  expect(takesBack({ hearing: false }, { hearing: true })).toBe(false)
})
