import type { DocumentTemplate } from '../../api/documents'

export type TemplateGroup = 'usual' | 'filing' | 'trial' | 'ruling' | 'enforcement' | 'record'
export const templateGroups: readonly TemplateGroup[] = ['usual', 'filing', 'trial', 'ruling', 'enforcement', 'record']
/** How many of the most usual ones stand in front. */
const nUsual = 6

/** The shelf on which a template lies. */
export function groupOf(template: Pick<DocumentTemplate, 'kind' | 'issued_by'>): Exclude<TemplateGroup, 'usual'> {
  if (template.kind === 'record') return 'record'
  if (template.issued_by === 'enforcement') return 'enforcement'
  if (template.kind === 'ruling') return 'ruling'
  return template.issued_by === 'filing' ? 'filing' : 'trial'
}
export interface Shelf { group: TemplateGroup; templates: DocumentTemplate[] }

/**
 * Templates on their shelves, those that make sense now in front; with words all that fit them, also those that are not usual now.
 */
export function shelves(templates: readonly DocumentTemplate[], sensible: readonly string[], words: string): Shelf[] {
  const place = (one: DocumentTemplate) => { const at = sensible.indexOf(one.id); return at < 0 ? sensible.length : at }
  const wanted = words.trim().toLowerCase()
  const fitting = templates.filter((one) => (wanted === '' ? sensible.includes(one.id) : one.title.includes(wanted) || one.id.includes(wanted)))
    .sort((a, b) => place(a) - place(b))
  const usual = wanted === '' ? fitting.slice(0, nUsual) : []
  const rest = fitting.filter((one) => !usual.includes(one))
  return templateGroups
    .map((group) => ({ group, templates: group === 'usual' ? usual : rest.filter((one) => groupOf(one) === group) }))
    .filter((shelf) => shelf.templates.length > 0)
}
/** Judgments and rulings are written in sections, not filled in. */
export const isWritten = (template: Pick<DocumentTemplate, 'kind' | 'fields'>): boolean =>
  template.kind === 'ruling' && template.fields.some((field) => field.type === 'paragraphs' || field.type === 'long_text')
