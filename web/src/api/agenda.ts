import { answer, node } from './client'
import type { CaseAgenda, CaseId } from './contract'

/** Deadlines of the case and whose turn it is. */
export const showAgenda = (caseId: CaseId): Promise<CaseAgenda> =>
  answer(node.GET('/api/cases/{case}/agenda', { params: { path: { case: caseId } } }))
