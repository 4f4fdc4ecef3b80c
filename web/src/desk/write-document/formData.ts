import type { DocumentBlocks, DocumentData, FormField } from '../../api/documents'
import { formatYuan, parseYuan } from '../../ui/format'
import { d } from '../i18n'

/** A value as it stands on the form: what is typed is text until it is handed over. */
export type Cell = string | boolean | FormRow | FormRow[]
export interface FormRow { [name: string]: Cell }
/** Something that cannot be handed over as it is typed. */
export interface Fault { field: string; reason: string }

/** What every document has beside the fields of its template: the foot. */
export const footFields: readonly FormField[] = [
  { name: 'judge_assistant', label: '法官助理', type: 'text', required: false },
  { name: 'clerk', label: '书记员', type: 'text', required: false },
  { name: 'issued_on', label: '落款日期', type: 'date', required: false, free: true, help: '不填则为起草之日' },
]
/** All fields of the form of a template, those of the foot last. */
export const fieldsOf = (template: { fields: readonly FormField[] }): FormField[] =>
  [...template.fields, ...footFields.filter((one) => !template.fields.some((field) => field.name === one.name))]

/** What stands inside one value of a field, such as the lines of a party; nothing for plain fields. */
export function insidesOf(field: FormField, blocks: DocumentBlocks): FormField[] {
  switch (field.type) {
    case 'party':
    case 'parties': return blocks.party as FormField[]
    case 'judges': return blocks.judge as FormField[]
    case 'rows': return blocks.row as FormField[]
    case 'table': return field.columns ?? []
    default: return []
  }
}
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')

/** One value of the data on the form; a field that the data leave out is empty there. */
export function cellOf(field: FormField, value: unknown, blocks: DocumentBlocks): Cell {
  switch (field.type) {
    case 'paragraphs': return Array.isArray(value) ? value.map(text).join('\n') : text(value)
    case 'money': return typeof value === 'number' ? formatYuan(value) : ''
    case 'bool': return value === true
    case 'party': return isObject(value) ? rowOf(insidesOf(field, blocks), value, blocks) : {}
    case 'parties':
    case 'judges':
    case 'rows':
    case 'table': return Array.isArray(value) ? value.filter(isObject).map((one) => rowOf(insidesOf(field, blocks), one, blocks)) : []
    case 'text':
    case 'long_text':
    case 'date':
    case 'datetime':
    case 'number':
    case 'enum': return text(value)
    default: { const unknown: never = field.type; void unknown; return '' }
  }
}
export function rowOf(fields: readonly FormField[], data: Record<string, unknown>, blocks: DocumentBlocks): FormRow {
  return Object.fromEntries(fields.map((field) => [field.name, cellOf(field, data[field.name], blocks)]))
}
/** A new row of a table, with nothing in it. */
export const blankRow = (fields: readonly FormField[], blocks: DocumentBlocks): FormRow => rowOf(fields, {}, blocks)

/** A list of paragraphs as it is typed: each line is one, empty lines separate nothing. */
export const paragraphsOf = (typed: string): string[] => typed.split('\n').map((line) => line.trim()).filter((line) => line !== '')
/** Characters that count: without spaces and line ends. */
export const wordCount = (typed: string): number => [...typed.replace(/\s/g, '')].length

const dataOf = (field: FormField, cell: Cell | undefined, path: string, blocks: DocumentBlocks, faults: Fault[]): unknown => {
  const typed = typeof cell === 'string' ? cell.trim() : ''
  switch (field.type) {
    case 'bool': return cell === true
    case 'money': {
      const fen = parseYuan(typed)
      if (fen === null) faults.push({ field: path, reason: d('doc.fault_money') })
      return fen ?? undefined
    }
    case 'number':
      if (typed !== '' && !/^-?\d{1,15}$/.test(typed)) { faults.push({ field: path, reason: d('doc.fault_number') }); return undefined }
      return typed === '' ? undefined : Number(typed)
    case 'paragraphs': { const all = paragraphsOf(typed); return all.length > 0 ? all : undefined }
    case 'party': {
      const row = typeof cell === 'object' && !Array.isArray(cell) ? rowData(insidesOf(field, blocks), cell, path, blocks, faults) : {}
      return Object.keys(row).length > 0 ? row : undefined
    }
    case 'parties':
    case 'judges':
    case 'rows':
    case 'table': {
      const rows = Array.isArray(cell) ? cell : []
      return rows.length > 0 ? rows.map((row, index) => rowData(insidesOf(field, blocks), row, `${path}[${index}]`, blocks, faults)) : undefined
    }
    case 'text':
    case 'long_text':
    case 'date':
    case 'datetime':
    case 'enum': return typed === '' ? undefined : typed
    default: { const unknown: never = field.type; void unknown; return undefined }
  }
}
function rowData(fields: readonly FormField[], row: FormRow, parent: string, blocks: DocumentBlocks, faults: Fault[]): DocumentData {
  const data: DocumentData = {}
  for (const field of fields) {
    const value = dataOf(field, row[field.name], parent === '' ? field.name : `${parent}.${field.name}`, blocks, faults)
    if (value !== undefined) data[field.name] = value
  }
  return data
}
/**
 * The data of a document as the form says them. What the form does not show (the case at the head) stays as it is in `before`;
 * what is left empty is left out. `faults` names what cannot be read as what its field takes.
 */
export function formData(fields: readonly FormField[], form: FormRow, before: DocumentData, blocks: DocumentBlocks): { data: DocumentData; faults: Fault[] } {
  const faults: Fault[] = []
  const known = new Set(fields.map((field) => field.name))
  const rest = Object.fromEntries(Object.entries(before).filter(([name]) => !known.has(name)))
  return { data: { ...rest, ...rowData(fields, form, '', blocks, faults) }, faults }
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
  || (Array.isArray(value) && value.every(isBlank))
/** Fields that the case fills and nobody has to write: what is fixed words of the court or free is written here. */
export const fromCase = (fields: readonly FormField[], filled: DocumentData): Set<string> =>
  new Set(fields.filter((field) => !field.free && field.default === undefined && !isBlank(filled[field.name])).map((field) => field.name))

/**
 * The form after the parties of the document changed: what the case fills follows it, what was typed stays.
 */
export function refilled(fields: readonly FormField[], form: FormRow, before: DocumentData, now: DocumentData, rewritten: ReadonlySet<string>, blocks: DocumentBlocks): FormRow {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  return Object.fromEntries(fields.map((field) => {
    const old = cellOf(field, before[field.name], blocks)
    const typed = form[field.name] ?? old
    return [field.name, !rewritten.has(field.name) && same(typed, old) ? cellOf(field, now[field.name], blocks) : typed]
  }))
}
