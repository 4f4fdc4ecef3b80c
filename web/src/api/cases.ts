import { call } from './client'
import type {
  CaseCard, CaseDetail, CaseId, EntryRef, Page, PersonId, Position, PostMessage, Receipt,
} from './contract'

const at = (caseId: CaseId) => `/api/cases/${encodeURIComponent(caseId)}`

export const listCases = (query: { q?: string; state?: 'open' | 'closed' } = {}) => call<CaseCard[]>('GET', '/api/cases', { query })
export const showCase = (caseId: CaseId) => call<CaseDetail>('GET', at(caseId))
/** Entries that follow `after`, oldest first. */
export const entriesAfter = (caseId: CaseId, after: Position, limit = 200) =>
  call<Page>('GET', `${at(caseId)}/entries`, { query: { after_front: after.front, after_court: after.court, limit } })
/** The `limit` entries just before Lamport number `beforeN` (the newest ones when left out), oldest first. */
export const entriesBefore = (caseId: CaseId, beforeN?: number, limit = 50) =>
  call<Page>('GET', `${at(caseId)}/entries`, { query: { before_n: beforeN ?? Number.MAX_SAFE_INTEGER, limit } })
export const postMessage = (caseId: CaseId, body: PostMessage, key?: string) =>
  call<Receipt>('POST', `${at(caseId)}/messages`, { body, key })
export const withdrawMessage = (caseId: CaseId, message: EntryRef, key?: string) =>
  call<Receipt>('POST', `${at(caseId)}/withdrawals`, { body: { message }, key })
export const callMember = (caseId: CaseId, person: PersonId, key?: string) =>
  call<Receipt>('POST', `${at(caseId)}/calls`, { body: { person }, key })
export const muteMember = (caseId: CaseId, body: { person: PersonId; until?: string; reason: string }, key?: string) =>
  call<Receipt>('POST', `${at(caseId)}/mutes`, { body, key })
export const unmuteMember = (caseId: CaseId, person: PersonId, key?: string) =>
  call<Receipt>('POST', `${at(caseId)}/unmutes`, { body: { person }, key })
export const setFloor = (caseId: CaseId, body: { closed: boolean; reason?: string }, key?: string) =>
  call<Receipt>('POST', `${at(caseId)}/floor`, { body, key })
export const setQuietHours = (caseId: CaseId, body: { from?: string; to?: string }, key?: string) =>
  call<Receipt>('POST', `${at(caseId)}/quiet-hours`, { body, key })
export const inviteParty = (caseId: CaseId, party: number, key?: string) =>
  call<Receipt>('POST', `${at(caseId)}/invitations`, { body: { party }, key })
export const closeCase = (caseId: CaseId, body: { outcome: string; note: string }, key?: string) =>
  call<Receipt>('POST', `${at(caseId)}/closing`, { body, key })
export const assignBench = (
  caseId: CaseId,
  body: { handling_judge: PersonId; clerk: PersonId; judge_assistant?: PersonId; panel: PersonId[] },
  key?: string,
) => call<Receipt>('POST', `${at(caseId)}/bench`, { body, key })
export const markRead = (caseId: CaseId, upto: Position) => call<void>('PUT', `${at(caseId)}/read-mark`, { body: { upto } })
export const showReceipt = (caseId: CaseId, commandId: string) => call<Receipt>('GET', `${at(caseId)}/receipts/${commandId}`)
/** Address of a blob's bytes; opens only for members who may see an entry that names it. */
export const blobUrl = (caseId: CaseId, sha256: string) => `${at(caseId)}/blobs/${sha256}`
