import type { RouteLocationRaw } from 'vue-router'
import type { CaseId } from '../../api/contract'

export const caseTabs = ['space', 'evidence', 'applications', 'documents', 'service', 'deadlines', 'file'] as const
/** What of a case is on the desk. */
export type CaseTab = typeof caseTabs[number]
/** The tab that an address names; the space where it names none. */
export const tabNamed = (words: unknown): CaseTab => caseTabs.find((name) => name === words) ?? 'space'
/** The address of a tab, and of one entry in it. */
export const caseTab = (caseId: CaseId, tab: CaseTab, entry?: string): RouteLocationRaw =>
  ({ name: 'cases', params: { case: caseId, tab: tab === 'space' ? '' : tab }, query: entry ? { entry } : {} })
