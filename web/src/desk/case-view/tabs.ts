import type { RouteLocationRaw } from 'vue-router'
import type { CaseId } from '../../api/contract'
import type { Place } from '../../casespace/space'
import { entryKey } from '../frame/entryKey'

export const caseTabs = ['space', 'evidence', 'applications', 'deadlines', 'file'] as const
/** What of a case is on the desk. */
export type CaseTab = typeof caseTabs[number]
/** The tab that an address names; the space where it names none. */
export const tabNamed = (words: unknown): CaseTab => caseTabs.find((name) => name === words) ?? 'space'
/** The address of a tab, and of one entry in it. */
export const caseTab = (caseId: CaseId, tab: CaseTab, entry?: string): RouteLocationRaw =>
  ({ name: 'cases', params: { case: caseId, tab: tab === 'space' ? '' : tab }, query: entry ? { entry } : {} })
/** Where on the desk something in the space leads to. Forms of parties are on their phones: their lists stand for them. */
export function tabOf(place: Place): [tab: CaseTab, entry?: string] {
  switch (place.page) {
    case 'evidence': return ['evidence', place.exhibit && entryKey(place.exhibit)]
    case 'submit_evidence': return ['evidence']
    case 'applications': return ['applications', place.application && entryKey(place.application)]
    case 'apply':
    case 'answer': return ['applications']
    case 'agenda': return ['deadlines']
    case 'file': return ['file']
    default: { const unknown: never = place; void unknown; return ['space'] }
  }
}
