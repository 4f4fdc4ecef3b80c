import { answer, node, under } from './client'
import { requestAct } from './passkey'
import { showNode } from './reference'
import { session } from './session'
import type { CaseCard, CaseDetail, CaseFlag, CaseId, EntryRef, ImportedCard, Outcome, Page, PersonId, Position, PostMessage, Receipt, ReopenCause } from './contract'

const at = (caseId: CaseId, key?: string) => ({ path: { case: caseId }, header: under(key) })
/**
 * An act of the court: done here where the court's own node is, asked for with the passkey on a node outside its network.
 * There the receipt is that of the request.
 */
export async function courtAct(caseId: CaseId, name: string, body: unknown, direct: () => Promise<Receipt>): Promise<Receipt> {
  const person = session.value?.staff && (await showNode()).role === 'front' ? session.value.person : undefined
  return person ? requestAct(caseId, person, `/api/cases/${caseId}/${name}`, body) : direct()
}

export const listCases = (query: { q?: string; state?: 'open' | 'closed' } = {}): Promise<CaseCard[]> =>
  answer(node.GET('/api/cases', { params: { query } }))
/** Cases of the court's register that name the viewer and have no space they are in. */
export const listImportedCases = (): Promise<ImportedCard[]> => answer(node.GET('/api/cases/imported'))
/** Opens the space of such a case. */
export const openImported = (caseId: CaseId, key?: string): Promise<unknown> =>
  answer(node.POST('/api/cases/{case}/space', { params: at(caseId, key) }))
export const showCase = (caseId: CaseId): Promise<CaseDetail> =>
  answer(node.GET('/api/cases/{case}', { params: { path: { case: caseId } } }))
/** Entries that follow `after`, oldest first. */
export const entriesAfter = (caseId: CaseId, after: Position, limit = 200): Promise<Page> =>
  answer(node.GET('/api/cases/{case}/entries', {
    params: { path: { case: caseId }, query: { after_front: after.front, after_court: after.court, limit } },
  })) as Promise<Page>
/** The `limit` entries just before Lamport number `beforeN` (the newest ones when left out), oldest first. */
export const entriesBefore = (caseId: CaseId, beforeN?: number, limit = 50): Promise<Page> =>
  answer(node.GET('/api/cases/{case}/entries', {
    params: { path: { case: caseId }, query: { before_n: beforeN ?? Number.MAX_SAFE_INTEGER, limit } },
  })) as Promise<Page>
export const postMessage = (caseId: CaseId, body: PostMessage, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/messages', { params: at(caseId, key), body }))
export const withdrawMessage = (caseId: CaseId, message: EntryRef, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/withdrawals', { params: at(caseId, key), body: { message } }))
export const callMember = (caseId: CaseId, person: PersonId, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/calls', { params: at(caseId, key), body: { person } }))
export const muteMember = (caseId: CaseId, body: { person: PersonId; until?: string; reason: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'mutes', body, () => answer(node.POST('/api/cases/{case}/mutes', { params: at(caseId, key), body })))
export const unmuteMember = (caseId: CaseId, person: PersonId, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'unmutes', { person }, () => answer(node.POST('/api/cases/{case}/unmutes', { params: at(caseId, key), body: { person } })))
export const setFloor = (caseId: CaseId, body: { closed: boolean; reason?: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'floor', body, () => answer(node.POST('/api/cases/{case}/floor', { params: at(caseId, key), body })))
export const setQuietHours = (caseId: CaseId, body: { from?: string; to?: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'quiet-hours', body, () => answer(node.POST('/api/cases/{case}/quiet-hours', { params: at(caseId, key), body })))
export const inviteParty = (caseId: CaseId, party: number, agent?: number, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'invitations', { party, agent }, () => answer(node.POST('/api/cases/{case}/invitations', { params: at(caseId, key), body: { party, agent } })))
export const closeCase = (caseId: CaseId, body: { outcome: Outcome; note: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'closing', body, () => answer(node.POST('/api/cases/{case}/closing', { params: at(caseId, key), body })))
export const reopenCase = (caseId: CaseId, body: { cause: ReopenCause; note: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'reopening', body, () => answer(node.POST('/api/cases/{case}/reopening', { params: at(caseId, key), body })))
export const flagCase = (caseId: CaseId, body: { flags: CaseFlag[]; reason: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'flags', body, () => answer(node.POST('/api/cases/{case}/flags', { params: at(caseId, key), body })))
export const assignBench = (
  caseId: CaseId,
  body: { handling_judge: PersonId; clerk: PersonId; judge_assistant?: PersonId; panel: PersonId[] },
  key?: string,
): Promise<Receipt> =>
  courtAct(caseId, 'bench', body, () => answer(node.POST('/api/cases/{case}/bench', { params: at(caseId, key), body })))
export const markRead = (caseId: CaseId, upto: Position): Promise<unknown> =>
  answer(node.PUT('/api/cases/{case}/read-mark', { params: { path: { case: caseId } }, body: { upto } }))
export const showReceipt = (caseId: CaseId, command: string): Promise<Receipt> =>
  answer(node.GET('/api/cases/{case}/receipts/{command}', { params: { path: { case: caseId, command } } }))
/** Address of a blob's bytes; opens only for members who may see an entry that names it. */
export const blobUrl = (caseId: CaseId, sha256: string): string => `/api/cases/${encodeURIComponent(caseId)}/blobs/${sha256}`
