import { expect, test } from 'vitest'
import { entryKey, entryOf, sameEntry } from './entryKey'

test('an entry in an address comes back as it was', () => {
  expect(entryOf(entryKey({ origin: 'front', seq: 12 }))).toEqual({ origin: 'front', seq: 12 })
})
test('words that name no entry are none', () => {
  for (const words of [undefined, '', 'front', 'side-3', 'court-x', ['front-1']]) expect(entryOf(words)).toBeUndefined()
})
test('nothing is the same as nothing only by mistake', () => {
  expect(sameEntry(undefined, undefined)).toBe(false)
  expect(sameEntry({ origin: 'court', seq: 1 }, { origin: 'court', seq: 1 })).toBe(true)
  expect(sameEntry({ origin: 'court', seq: 1 }, { origin: 'front', seq: 1 })).toBe(false)
})
