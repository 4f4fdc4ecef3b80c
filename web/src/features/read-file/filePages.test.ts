import { expect, test } from 'vitest'
import type { FileIndex, FileItem } from '../../api/contract'
import { markAt, pictureWidth, rowAt, rowsOf, sectionsOf } from './filePages'

const item = (seq: number, first: number, n: number, more: Partial<FileItem> = {}): FileItem => ({
  item: { origin: 'front', seq }, part: 0, section: 'other', title: `材料${seq}`, submitted_by: '样例甲', on: '2026-11-29', first_page: first, n_pages: n,
  media: 'pages', files: [], withdrawn: false, view_only: false, ...more,
})
const index: FileIndex = {
  n_pages: 509, n_pages_of_copy: 506, opened_today: true, internal: false, may_open_internal: false, reader_name: '样例甲', actions: ['look_at_file'],
  volumes: [
    { volume: 1, name: '第一卷', n_pages: 510, items: [
      item(1, 1, 2, { section: 'complaint', title: '起诉状' }),
      // Pages 3 and 4 are not for this reader.
      item(3, 5, 500, { section: 'claimant_evidence', title: '原告证据1 合同' }),
      item(4, 505, 3, { section: 'respondent_evidence', title: '被告证据1 账册', needs_look: { origin: 'front', seq: 4 } }),
    ] },
    { volume: 2, name: '第二卷', n_pages: 4, items: [item(1, 1, 4, { section: 'ruling', title: '决定' })] },
  ],
}

test('every page is a row, and an item that waits for a look is one', () => {
  const rows = rowsOf(index)
  expect(rows.length).toBe(2 + 500 + 1 + 4)
  expect(rows[2]).toMatchObject({ key: '1-5', locked: false })
  expect(rows[502]).toMatchObject({ key: '1-505', locked: true, last: 507 })
})
test('a page is found by its number, and a gap is no page', () => {
  const rows = rowsOf(index)
  expect(rowAt(rows, { volume: 1, page: 400 })).toBe(397)
  expect(rows[397]!.page).toBe(400)
  expect(rowAt(rows, { volume: 1, page: 3 })).toBeUndefined()
  expect(rowAt(rows, { volume: 1, page: 506 })).toBe(502)
  expect(rowAt(rows, { volume: 1, page: 508 })).toBeUndefined()
  expect(rowAt(rows, { volume: 2, page: 4 })).toBe(506)
  expect(rowAt([], { volume: 1, page: 1 })).toBeUndefined()
})
test('the index stands under its headings and is searched by title and author', () => {
  expect(sectionsOf(index, '').map((one) => one.section)).toEqual(['complaint', 'claimant_evidence', 'respondent_evidence', 'ruling'])
  expect(sectionsOf(index, ' 账册 样例 ').map((one) => one.items[0]!.item.title)).toEqual(['被告证据1 账册'])
  expect(sectionsOf(index, '没有的')).toEqual([])
})
test('a mark belongs to a page of a volume', () => {
  const marks = [{ volume: 1, page: 7, bookmarked: true, note: '', at: '2026-11-29T10:00:00.000+08:00' }]
  expect(markAt(marks, { volume: 1, page: 7 })).toBe(marks[0])
  expect(markAt(marks, { volume: 2, page: 7 })).toBeUndefined()
})
test('pictures are as wide as the screen, in steps, and never wider than a page needs', () => {
  expect([pictureWidth(390, 3), pictureWidth(390, 1), pictureWidth(100, 1), pictureWidth(2000, 2)]).toEqual([840, 600, 360, 1440])
})
