import { expect, test } from 'vitest'
import type { ExhibitFields, KeptExhibit, KeptPage } from '../../api/exhibitsOnPhone'
import { formOf, missingIn, moved } from './exhibitForm'
import { newExhibit } from './keptExhibits'

const now = Date.parse('2026-06-18T23:30:00+08:00')
const blob = { sha256: 'a'.repeat(64), size_bytes: 9, media_type: 'image/jpeg', name: 'IMG_1.jpg' }
const page = (more: Partial<KeptPage> = {}): KeptPage => ({ id: 'p', name: 'IMG_1.jpg', media_type: 'image/jpeg', size_bytes: 9, turn_degrees: 0, findings: [], uploaded: { blob }, ...more })
const full: Partial<ExhibitFields> = { name: ' 借条 ', purpose: '证明借款', source: '本人保存' }
const exhibit = (fields: Partial<ExhibitFields> = full, pages = [page()]): KeptExhibit => newExhibit('c', 'p', { fields, pages })
const missing = (one: KeptExhibit, late = false) => missingIn(one, late, now).map(({ field }) => field)

test('an exhibit says what it lacks, in the order of the page', () => {
  expect(missing(exhibit({}, []))).toEqual(['pages', 'name', 'purpose', 'source'])
  expect(missing(exhibit())).toEqual([])
})
test('a file that cannot be handed in has to go first; a warning does not stop anybody', () => {
  expect(missing(exhibit(full, [page({ findings: [{ level: 'stop', trouble: 'empty' }] })]))).toEqual(['pages'])
  expect(missing(exhibit(full, [page({ findings: [{ level: 'warn', trouble: 'blurred' }] })]))).toEqual([])
})
test('what comes late says why, what is to be restricted says why', () => {
  expect(missing(exhibit(), true)).toEqual(['late_reason'])
  expect(missing(exhibit({ ...full, restricted: true }))).toEqual(['restriction_reason'])
})
test('nothing was made tomorrow, by the Beijing calendar', () => {
  expect(missing(exhibit({ ...full, made_on: '2026-06-18' }))).toEqual([])
  expect(missing(exhibit({ ...full, made_on: '2026-06-19' }))).toEqual(['made_on'])
})

test('what is handed in carries the original and how it is to be shown', () => {
  const crop = { left: 10, top: 20, width: 500, height: 600 }
  const form = formOf(exhibit({ ...full, restricted: true, ground: 'privacy', restriction_reason: ' 含账户 ', late_reason: '不用' }, [page({ turn_degrees: 90, crop }), page({ crop: { left: 0, top: 0, width: 1000, height: 1000 } })]), false)
  expect(form.name).toBe('借条')
  expect(form.pages.map(({ blob: { sha256 }, turn_degrees, crop: part }) => ({ sha256, turn_degrees, part }))).toEqual([
    { sha256: blob.sha256, turn_degrees: 90, part: crop }, { sha256: blob.sha256, turn_degrees: 0, part: undefined },
  ])
  expect(form.restriction).toEqual({ ground: 'privacy', reason: '含账户' })
  expect(form.late_reason).toBeUndefined()
  expect(form.made_on).toBeUndefined()
})

test('a page goes where it is put', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b'], 1, 9)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 5, 0)).toEqual(['a', 'b'])
})
