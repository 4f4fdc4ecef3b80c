import { expect, test } from 'vitest'
import type { DocumentBlocks, FormField } from '../../api/documents'
import { blankRow, cellOf, fieldsOf, formData, fromCase, paragraphsOf, refilled, rowOf, wordCount } from './formData'

const text = (name: string, more: Partial<FormField> = {}): FormField => ({ name, label: name, type: 'text', required: false, ...more })
const blocks = {
  case: [], row: [text('label'), text('value')], judge: [text('title', { type: 'enum', options: [{ value: 'judge', label: '审判员' }] }), text('name')],
  party: [text('name'), text('role'), text('agents', { type: 'table', columns: [text('name'), text('firm')] })],
} as unknown as DocumentBlocks
const fields: FormField[] = [
  text('summoned', { type: 'party', required: true }), text('at', { type: 'datetime', required: true }), text('sum', { type: 'money' }), text('n', { type: 'number' }),
  text('final', { type: 'bool' }), text('orders', { type: 'paragraphs', free: true }), text('bench', { type: 'judges' }),
  text('costs', { type: 'table', columns: [text('kind'), text('amount', { type: 'money' })] }), text('notes', { type: 'paragraphs', default: ['一', '二'] }),
]
const data = {
  case: { number: '（2026）样0000民初1号', court_name: '样本法院' },
  summoned: { name: '样例乙', role: '被告', agents: [{ name: '样例丙', firm: '样本律师事务所' }] },
  at: '2026-12-15T09:30', sum: 430_050, n: 15, final: false, orders: ['一项', '二项'], bench: [{ title: 'judge', name: '样例法官一' }],
  costs: [{ kind: '案件受理费', amount: 5_000 }], notes: ['一', '二'],
}

test('a document goes through the form and comes out as it was', () => {
  const form = rowOf(fields, data, blocks)
  expect(form.sum).toBe('4,300.50')
  expect(form.orders).toBe('一项\n二项')
  expect(formData(fields, form, data, blocks)).toEqual({ data, faults: [] })
})
test('yuan are typed and fen are handed over', () => {
  const form = { ...rowOf(fields, data, blocks), sum: '1,234.5', costs: [{ kind: '申请费', amount: '50 元' }] }
  const read = formData(fields, form, data, blocks)
  expect(read.data.sum).toBe(123_450)
  expect(read.data.costs).toEqual([{ kind: '申请费', amount: 5_000 }])
})
test('what is no amount and no number is said at its place and not handed over', () => {
  const form = { ...rowOf(fields, data, blocks), n: '十五', costs: [{ kind: '甲', amount: '50' }, { kind: '乙', amount: '5.005' }] }
  const read = formData(fields, form, data, blocks)
  expect(read.faults.map((one) => one.field)).toEqual(['n', 'costs[1].amount'])
  expect(read.data).not.toHaveProperty('n')
})
test('what is left empty is left out, and the head of the case stays', () => {
  const read = formData(fields, rowOf(fields, {}, blocks), { case: data.case }, blocks)
  expect(read.data).toEqual({ case: data.case, final: false })
})
test('empty lines between paragraphs separate nothing', () => {
  expect(paragraphsOf('甲\n\n  乙 \n')).toEqual(['甲', '乙'])
  expect(wordCount('甲乙\n 丙')).toBe(3)
})
test('a new row has every column, empty', () => {
  expect(blankRow(fields[7]!.columns!, blocks)).toEqual({ kind: '', amount: '' })
  expect(cellOf(fields[0]!, undefined, blocks)).toEqual({})
})
test('what the case says is read; what is free, fixed words of the court or unknown to the case is written', () => {
  expect([...fromCase(fields, { ...data, at: '' })].sort()).toEqual(['bench', 'costs', 'final', 'n', 'sum', 'summoned'])
})
test('the foot belongs to every document and stands last', () => {
  expect(fieldsOf({ fields: [text('clerk'), text('at')] }).map((one) => one.name)).toEqual(['clerk', 'at', 'judge_assistant', 'issued_on'])
})
test('another party brings its own data and leaves what was typed', () => {
  const form = { ...rowOf(fields, data, blocks), orders: '改过的' }
  const other = { ...data, summoned: { name: '样例甲', role: '原告' }, orders: ['三项'], sum: 1 }
  const now = refilled(fields, form, data, other, new Set(['sum']), blocks)
  expect(now.summoned).toMatchObject({ name: '样例甲' })
  expect(now.orders).toBe('改过的')
  expect(now.sum).toBe('4,300.50')
})
