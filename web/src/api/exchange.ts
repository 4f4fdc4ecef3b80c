import { answer, node, under } from './client'
import type { CaseId, ExchangeView, NodeInfo, OutsideView } from './contract'

/** How the link between the two zones is. */
export const showExchange = (): Promise<ExchangeView> => answer(node.GET('/api/exchange'))
/** What of a case stands outside the court's network. */
export const showOutside = (caseId: CaseId): Promise<OutsideView> =>
  answer(node.GET('/api/exchange/cases/{case}', { params: { path: { case: caseId } } }))
/** Calls a closed case home before its day. */
export const callCaseHome = (caseId: CaseId, key?: string): Promise<unknown> =>
  answer(node.POST('/api/exchange/cases/{case}/return', { params: { path: { case: caseId }, header: under(key) } }))

/** Whether the court's own node is out of reach; never on a node that is not outside its network. */
export const courtUnreachable = (info: NodeInfo): boolean => (info.court_unheard_for_s ?? 0) > (info.court_silent_after_s ?? Infinity)
/** Asks anew what the node says about itself. */
export const askNode = (): Promise<NodeInfo> => answer(node.GET('/api/node'))
