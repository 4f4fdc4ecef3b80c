import { expect, test } from 'vitest'
import type { BlobRef } from '../../api/contract'
import { boundedZoom, savedName, sheetsOf, stepZoom, widthFor } from './sheets'

const blob = (media_type: string, more: Partial<BlobRef> = {}): BlobRef => ({ sha256: 'aa', size_bytes: 1, media_type, ...more })

test('the pages of all files follow each other, pictures among them', () => {
  const sheets = sheetsOf([blob('application/pdf', { pages: 2 }), blob('image/jpeg'), blob('application/pdf'), blob('audio/ogg')])
  expect(sheets.map((one) => (one.kind === 'page' ? one.page : one.kind))).toEqual([1, 2, 'picture', 'file', 'file'])
})
test('a page is asked for in one of few widths, never wider than the court draws', () => {
  expect([widthFor(390, 2, 1), widthFor(390, 3, 1), widthFor(390, 2, 1.05), widthFor(390, 3, 3)]).toEqual([800, 1200, 800, 2000])
})
test('the buttons enlarge in steps, from wherever two fingers left it', () => {
  expect([stepZoom(1, true), stepZoom(1.3, true), stepZoom(1.3, false), stepZoom(3, true), stepZoom(1, false)]).toEqual([1.25, 1.5, 1.25, 3, 1])
  expect([boundedZoom(0.4), boundedZoom(9)]).toEqual([1, 3])
})
test('a file is saved under its own name, else under the title of the paper', () => {
  expect([savedName('传票', blob('application/pdf')), savedName('传票', blob('application/pdf', { name: 'a.pdf' }))]).toEqual(['传票.pdf', 'a.pdf'])
})
