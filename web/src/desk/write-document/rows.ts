import type { FormField } from '../../api/documents'
import type { Cell, FormRow } from './formData'

/** The rows with row `index` one place further up or down; as they were at the ends. */
export function movedRow(rows: readonly FormRow[], index: number, by: -1 | 1): FormRow[] {
  const to = index + by
  const all = [...rows]
  if (to < 0 || to >= all.length) return all
  const [one] = all.splice(index, 1)
  all.splice(to, 0, one!)
  return all
}
/** What a value says, in the words of its options. */
export function saysOf(field: FormField, cell: Cell | undefined): string {
  if (typeof cell === 'boolean') return cell ? '是' : '否'
  if (typeof cell !== 'string') return ''
  if (field.type === 'enum') return field.options?.find((option) => option.value === cell)?.label ?? cell
  return field.type === 'datetime' ? cell.replace('T', ' ') : cell
}
/** A row in a few words: who or what it is about. */
export function rowTitle(fields: readonly FormField[], row: FormRow): string {
  const named = ['role', 'title', 'kind', 'label', 'name'].map((name) => fields.find((field) => field.name === name)).filter((one) => one !== undefined)
  const wanted = fields.some((field) => field.name === 'role') ? named.filter((field) => field.name !== 'kind') : named
  const shown = wanted.length > 0 ? wanted : fields.slice(0, 2)
  return shown.map((field) => saysOf(field, row[field.name])).filter((one) => one !== '').join(' ')
}
