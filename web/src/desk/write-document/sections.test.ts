import { expect, test } from 'vitest'
import type { FormField } from '../../api/documents'
import { movedRow, rowTitle } from './rows'
import { headingOf, phrasesOf, sectionsOf, withPhrase } from './sections'

const field = (name: string, type: FormField['type'] = 'paragraphs', more: Partial<FormField> = {}): FormField => ({ name, label: name, type, required: true, ...more })

test('parts of a judgment have the headings of the court', () => {
  const parts = sectionsOf([field('claims'), field('issues'), field('facts'), field('reasons'), field('orders'), field('law', 'text')], '民事判决书')
  expect(parts.sections.map((one) => one.heading)).toEqual(['诉讼请求', '争议焦点', '经审理查明', '本院认为', '判决如下'])
  expect(parts.others.map((one) => one.name)).toEqual(['law'])
  expect(headingOf(field('orders'), '民事裁定书')).toBe('裁定如下')
  expect(headingOf(field('annex'), '民事判决书')).toBe('annex')
})
test('the fixed words of a template come first among the sentences', () => {
  expect(phrasesOf(field('orders', 'paragraphs', { default: ['模板的话'] }))[0]).toBe('模板的话')
  expect(phrasesOf(field('unknown'))).toEqual([])
})
test('a sentence gets a line of its own where the hand is', () => {
  expect(withPhrase('', '甲。', 0, 0)).toEqual({ text: '甲。', caret: 2 })
  expect(withPhrase('一二', '甲。', 2, 2)).toEqual({ text: '一二\n甲。', caret: 5 })
  expect(withPhrase('一\n二', '甲。', 2, 2)).toEqual({ text: '一\n甲。\n二', caret: 4 })
})
test('rows change places and stop at the ends', () => {
  const rows = [{ name: '甲' }, { name: '乙' }]
  expect(movedRow(rows, 1, -1).map((row) => row.name)).toEqual(['乙', '甲'])
  expect(movedRow(rows, 1, 1)).toEqual(rows)
})
test('a party is called by its place in the case and its name', () => {
  const fields = [field('kind', 'enum', { options: [{ value: 'person', label: '自然人' }] }), field('role', 'text'), field('name', 'text')]
  expect(rowTitle(fields, { kind: 'person', role: '被告', name: '样例乙' })).toBe('被告 样例乙')
})
