import { afterEach, expect, test, vi } from 'vitest'
import { hashFile, inGroups, matchFile } from './hashFile'

// SHA-256 of the three letters, from FIPS 180-2.
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
afterEach(() => { vi.unstubAllGlobals() })

test('the very file is told from one in which a letter differs', async () => {
  expect(await hashFile(new Blob(['abc']))).toBe(abc)
  expect(await matchFile(new Blob(['abc']), abc.toUpperCase())).toBe('same')
  expect(await matchFile(new Blob(['abd']), abc)).toBe('different')
})
test('a page that may not reckon digests says so instead of calling the file wrong', async () => {
  vi.stubGlobal('crypto', {})
  expect(await matchFile(new Blob(['abc']), abc)).toBe('no_subtle')
})
test('a digest is grouped to be compared by eye', () => {
  expect(inGroups(abc).split(' ')).toHaveLength(8)
})
