import { expect, test } from 'vitest'
import type { DocumentTemplate } from '../../api/documents'
import { groupOf, isWritten, shelves } from './templateGroups'

const template = (id: string, title: string, kind: string, issued_by: string): DocumentTemplate =>
  ({ id, title, kind, issued_by, version: 1, signed_by: 'judge', to: 'party', sources: [], fields: [] })
const all = [
  template('acceptance_notice', '受理案件通知书', 'notice', 'filing'), template('summons', '传票', 'notice', 'trial'), template('judgment', '民事判决书', 'ruling', 'trial'),
  template('enforcement_ruling', '执行裁定书', 'ruling', 'enforcement'), template('mediation_record', '调解笔录', 'record', 'clerk'),
  ...['a', 'b', 'c', 'd', 'e'].map((id) => template(id, `通知${id}`, 'notice', 'trial')),
]

test('every kind of document lies on its shelf', () => {
  expect(all.slice(0, 5).map(groupOf)).toEqual(['filing', 'trial', 'ruling', 'enforcement', 'record'])
})
test('what makes sense now is in front, in the order of the court, and what does not is not offered', () => {
  const shown = shelves(all, ['summons', 'a', 'b', 'c', 'd', 'e', 'judgment'], '')
  expect(shown[0]).toMatchObject({ group: 'usual' })
  expect(shown[0]!.templates.map((one) => one.id)).toEqual(['summons', 'a', 'b', 'c', 'd', 'e'])
  expect(shown[1]!.templates.map((one) => one.id)).toEqual(['judgment'])
  expect(shown).toHaveLength(2)
})
test('words find also what is not usual now', () => {
  expect(shelves(all, ['summons'], '裁定').map((shelf) => [shelf.group, shelf.templates.map((one) => one.id)])).toEqual([['enforcement', ['enforcement_ruling']]])
  expect(shelves(all, ['summons'], '离婚')).toEqual([])
})
test('a ruling with text is written in sections, a notice is filled in', () => {
  const facts = { name: 'facts', label: '事实', type: 'paragraphs' as const, required: true, free: true }
  expect(isWritten({ kind: 'ruling', fields: [facts] })).toBe(true)
  expect(isWritten({ kind: 'notice', fields: [facts] })).toBe(false)
})
