import { call } from './client'
import type { CaseId, DateOn, Draft, Duty, FieldReason, FilingForm, FilingKind, FilingView, PersonId, Receipt, StaffLoad } from './contract'

const draftAt = (id: CaseId) => `/api/drafts/${encodeURIComponent(id)}`
const filingAt = (id: CaseId) => `/api/filings/${encodeURIComponent(id)}`

export const listDrafts = () => call<Draft[]>('GET', '/api/drafts')
export const startDraft = (kind: FilingKind, key?: string) => call<Draft>('POST', '/api/drafts', { body: { kind }, key })
export const showDraft = (id: CaseId) => call<Draft>('GET', draftAt(id))
export const saveDraft = (id: CaseId, version: number, form: FilingForm) => call<Draft>('PUT', draftAt(id), { body: { version, form } })
export const dropDraft = (id: CaseId) => call<void>('DELETE', draftAt(id))

export const submitFiling = (draft: CaseId, key: string) => call<Receipt>('POST', '/api/filings', { body: { draft }, key })
export const listFilings = () => call<FilingView[]>('GET', '/api/filings')
export const showFiling = (id: CaseId) => call<FilingView>('GET', filingAt(id))
export const resubmitFiling = (id: CaseId, form: FilingForm, key: string) =>
  call<Receipt>('POST', `${filingAt(id)}/resubmissions`, { body: { form }, key })
export const answerMediation = (id: CaseId, accepted: boolean, key: string) =>
  call<Receipt>('POST', `${filingAt(id)}/mediation-answers`, { body: { accepted }, key })

export const deskFilings = (state: 'open' | 'done') => call<FilingView[]>('GET', '/api/desk/filings', { query: { state } })
export const requestCorrection = (id: CaseId, body: { defects: FieldReason[]; until: DateOn }, key: string) =>
  call<Receipt>('POST', `${filingAt(id)}/corrections`, { body, key })
export const rejectFiling = (id: CaseId, body: { reason: string; article: string }, key: string) =>
  call<Receipt>('POST', `${filingAt(id)}/rejection`, { body, key })
export const offerMediation = (id: CaseId, note: string, key: string) =>
  call<Receipt>('POST', `${filingAt(id)}/mediation-offer`, { body: { note }, key })
export const registerCase = (
  id: CaseId,
  body: { cause_code?: string; procedure: 'simplified' | 'small_claims' | 'ordinary'; handling_judge?: PersonId; clerk?: PersonId },
  key: string,
) => call<Receipt>('POST', `${filingAt(id)}/registration`, { body, key })
export const listStaff = (duty: Duty) => call<StaffLoad[]>('GET', '/api/desk/staff', { query: { duty } })
