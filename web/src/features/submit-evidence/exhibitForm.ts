import type { KeptExhibit } from '../../api/exhibitsOnPhone'
import type { ExhibitForm, ExhibitPage } from '../../api/evidence'
import { te } from '../../i18n/evidence'
import { beijing } from '../../ui/format'
import { isWhole } from '../../casespace/content/crop'
import { mostPages } from './checks'

export interface Missing { field: string; reason: string }

/** What keeps an exhibit from being handed in, in the order of the page. `late` says whether the period is over. */
export function missingIn(exhibit: KeptExhibit, late: boolean, now: number = Date.now()): Missing[] {
  const { fields, pages } = exhibit
  const missing: Missing[] = []
  const say = (field: string, reason: string) => missing.push({ field, reason })
  if (pages.length === 0) say('pages', te('need.pages'))
  if (pages.length > mostPages) say('pages', te('need.too_many', { most: mostPages }))
  if (pages.some((page) => page.findings.some((one) => one.level === 'stop'))) say('pages', te('need.stop'))
  if (!fields.name.trim()) say('name', te('need.name'))
  if (!fields.purpose.trim()) say('purpose', te('need.purpose'))
  if (!fields.source.trim()) say('source', te('need.source'))
  if (fields.made_on && fields.made_on > beijing(now).on) say('made_on', te('need.made_on'))
  if (fields.restricted && !fields.restriction_reason.trim()) say('restriction_reason', te('need.restrict_reason'))
  if (late && !fields.late_reason.trim()) say('late_reason', te('need.late_reason'))
  return missing
}

/** The exhibit as it is handed in. Every page has to be with the court already. */
export function formOf(exhibit: KeptExhibit, late: boolean): ExhibitForm {
  const { fields } = exhibit
  const pages = exhibit.pages.map((page): ExhibitPage => ({
    blob: { ...page.uploaded!.blob, name: page.uploaded!.blob.name ?? page.name, ...(page.duration_ms ? { duration_ms: page.uploaded!.blob.duration_ms ?? page.duration_ms } : {}) },
    preview: page.uploaded!.preview,
    turn_degrees: page.turn_degrees,
    crop: page.crop && !isWhole(page.crop) ? page.crop : undefined,
  }))
  return {
    name: fields.name.trim(), kind: fields.kind, purpose: fields.purpose.trim(), source: fields.source.trim(), original: fields.original,
    made_on: fields.made_on || undefined, pages,
    restriction: fields.restricted ? { ground: fields.ground, reason: fields.restriction_reason.trim() } : undefined,
    late_reason: late ? fields.late_reason.trim() : undefined,
  }
}

/** The list with one item moved. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list]
  const [item] = next.splice(from, 1)
  if (item !== undefined) next.splice(Math.min(next.length, Math.max(0, to)), 0, item)
  return next
}
