import type { ApplicationField, ApplicationForm, ApplicationKind, ApplicationKindView, EntryRef, FieldReason } from '../../api/contract'
import { p } from '../../i18n/procedure'
import { formatDate, formatMoney, formatYuan, parseYuan } from '../../ui/format'

/**
 * An application while it is written. Each field is kept as it was typed or chosen, under its key; exhibits stand apart
 * because they are references.
 */
export interface WrittenApplication {
  typed: Record<string, string>
  exhibits: EntryRef[]
  attachments: NonNullable<ApplicationForm['attachments']>
  urgent: boolean
}
export const blankApplication = (): WrittenApplication => ({ typed: {}, exhibits: [], attachments: [], urgent: false })

/** Fields of the form itself; every other key stands in its `details`. */
const own = new Set(['request', 'reasons', 'person', 'exhibits', 'amount_fen', 'until'])
const words = (written: WrittenApplication, key: string): string => (written.typed[key] ?? '').trim()
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

/** Why a field cannot be handed in as it is; `undefined` when it can. */
export function faultOf(field: ApplicationField, written: WrittenApplication): string | undefined {
  const { label } = field
  if (field.input === 'exhibits') return field.required && written.exhibits.length === 0 ? p('apply.field_choose', { label }) : undefined
  const value = words(written, field.key)
  if (value === '') {
    if (!field.required) return undefined
    return p(field.input === 'text' || field.input === 'long_text' || field.input === 'money' ? 'apply.field_missing' : 'apply.field_choose', { label })
  }
  switch (field.input) {
    case 'date': return isDay(value) ? undefined : p('apply.field_date')
    case 'money': return (parseYuan(value) ?? 0) > 0 ? undefined : p('apply.field_money')
    case 'choice': return (field.choices ?? []).includes(value) ? undefined : p('apply.field_choose', { label })
    case 'claim': return /^\d+$/.test(value) ? undefined : p('apply.field_choose', { label })
    case 'text':
    case 'long_text':
    case 'person': return undefined
    default: { const unknown: never = field.input; void unknown; return undefined }
  }
}
/** Everything that is missing or wrong, in the order of the form. */
export function faultsOf(kind: ApplicationKindView, written: WrittenApplication): FieldReason[] {
  return kind.fields.flatMap((field) => {
    const reason = faultOf(field, written)
    return reason ? [{ field: field.key, reason }] : []
  })
}

/** What is handed in. Fields that were left empty are left out; `faultsOf` must have found nothing. */
export function formOf(kind: ApplicationKindView, written: WrittenApplication): ApplicationForm {
  const form: ApplicationForm = {
    kind: kind.kind, request: words(written, 'request'), reasons: words(written, 'reasons'), exhibits: [], details: {},
    attachments: written.attachments, urgent: written.urgent,
  }
  const details: Record<string, string> = {}
  for (const field of kind.fields) {
    if (field.input === 'exhibits') { form.exhibits = written.exhibits; continue }
    const value = words(written, field.key)
    if (value === '') continue
    const amount = field.input === 'money' ? parseYuan(value) : undefined
    switch (field.key) {
      case 'request':
      case 'reasons': break
      case 'person': form.person = value; break
      case 'until': form.until = value; break
      case 'amount_fen': if (typeof amount === 'number') form.amount_fen = amount; break
      default: details[field.key] = typeof amount === 'number' ? String(amount) : value
    }
  }
  form.details = details
  return form
}

/** Names that a line of an application needs. */
export interface FormNames {
  person(person: string): string | undefined
  exhibit(ref: EntryRef): string | undefined
  claim(index: number): string | undefined
}
/** An application as it is read: what each field says, in the order of its form; empty ones are left out. */
export function linesOf(kind: Pick<ApplicationKindView, 'fields'> | undefined, form: ApplicationForm, names: FormNames): [label: string, value: string][] {
  const lines: [string, string][] = []
  const details = form.details ?? {}
  const shown = new Set<string>()
  for (const field of kind?.fields ?? []) {
    shown.add(field.key)
    const raw = own.has(field.key) ? undefined : details[field.key]
    const value = ownValue(field.key, form, names) ?? (raw === undefined ? '' : read(field, raw, names))
    if (value) lines.push([field.label, value])
  }
  // What this page has no field for is shown all the same.
  if (!shown.has('request') && form.request) lines.unshift([p('apply.request'), form.request])
  if (!shown.has('reasons') && form.reasons) lines.push([p('apply.reasons'), form.reasons])
  return lines
}
function ownValue(key: string, form: ApplicationForm, names: FormNames): string | undefined {
  switch (key) {
    case 'request': return form.request
    case 'reasons': return form.reasons
    case 'person': return form.person === undefined ? '' : names.person(form.person) ?? form.person
    case 'until': return formatDate(form.until)
    case 'amount_fen': return formatMoney(form.amount_fen)
    case 'exhibits': return (form.exhibits ?? []).map((ref) => names.exhibit(ref) ?? p('card.an_exhibit')).join('、')
    default: return undefined
  }
}
function read(field: ApplicationField, raw: string, names: FormNames): string {
  switch (field.input) {
    case 'date': return formatDate(raw)
    case 'money': return /^\d+$/.test(raw) ? formatMoney(Number(raw)) : raw
    case 'claim': return names.claim(Number(raw)) ?? raw
    case 'person': return names.person(raw) ?? raw
    case 'text':
    case 'long_text':
    case 'choice':
    case 'exhibits': return raw
    default: { const unknown: never = field.input; void unknown; return raw }
  }
}

/** An application that was kept or handed in, as it is edited again. */
export function writtenFrom(form: ApplicationForm): WrittenApplication {
  const typed: Record<string, string> = { ...form.details, request: form.request, reasons: form.reasons }
  if (form.person) typed.person = form.person
  if (form.until) typed.until = form.until
  if (form.amount_fen !== undefined) typed.amount_fen = formatYuan(form.amount_fen).replaceAll(',', '')
  return { typed, exhibits: form.exhibits ?? [], attachments: form.attachments ?? [], urgent: form.urgent ?? false }
}

export interface KindRow { view: ApplicationKindView; allowed: boolean; because?: string }
/** Kinds in their groups as the court's table orders them, each with whether the viewer may apply and why not. Kinds of other cases are left out by the court. */
export function groupsOf(views: readonly ApplicationKindView[], permitted: readonly { kind: ApplicationKind; allowed: boolean; refused_because?: string }[]): { group: string; rows: KindRow[] }[] {
  const groups = new Map<string, KindRow[]>()
  for (const view of views) {
    const found = permitted.find((one) => one.kind === view.kind)
    if (!found) continue
    const rows = groups.get(view.group) ?? []
    rows.push({ view, allowed: found.allowed, because: found.refused_because })
    groups.set(view.group, rows)
  }
  // What the viewer may do stands before what they may not.
  return [...groups].map(([group, rows]) => ({ group, rows: [...rows].sort((a, b) => Number(b.allowed) - Number(a.allowed)) }))
}

/** The field of the form a reason of the court speaks of: `application.details.holder` → `holder`. */
export const fieldOfReason = (field: string): string => field.replace(/^application\./, '').replace(/^details\./, '')
