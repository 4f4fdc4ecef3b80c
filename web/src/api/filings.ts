import { answer, node, under } from './client'
import type {
  CaseId, DateOn, Draft, Duty, FieldReason, FilingForm, FilingKind, FilingView, PersonId, Procedure, Receipt, StaffLoad, TypedIdNumber,
} from './contract'

const sideNames = ['claimants', 'respondents', 'third_parties'] as const
/** The form as it is stored, and beside it the ID numbers that were typed: nothing that is stored has a place for them. */
export function parted(form: FilingForm): { form: FilingForm; id_numbers: TypedIdNumber[] } {
  const id_numbers: TypedIdNumber[] = []
  const bare = <T extends { id_number?: string }>(one: T, field: string): T => {
    const { id_number, ...rest } = one
    if (id_number) id_numbers.push({ field, id_number })
    return rest as T
  }
  const copy = { ...form }
  for (const side of sideNames) {
    copy[side] = form[side].map((party, index) => ({
      ...bare(party, `${side}[${index}]`),
      agents: party.agents.map((agent, position) => bare(agent, `${side}[${index}].agents[${position}]`)),
    }))
  }
  return { form: copy, id_numbers }
}

const at = (caseId: CaseId, key: string) => ({ path: { case: caseId }, header: under(key) })

export const listDrafts = (): Promise<Draft[]> => answer(node.GET('/api/drafts')) as Promise<Draft[]>
export const startDraft = (kind: FilingKind): Promise<Draft> => answer(node.POST('/api/drafts', { body: { kind } })) as Promise<Draft>
export const showDraft = (id: CaseId): Promise<Draft> => answer(node.GET('/api/drafts/{id}', { params: { path: { id } } })) as Promise<Draft>
export const saveDraft = (id: CaseId, version: number, form: FilingForm): Promise<Draft> =>
  answer(node.PUT('/api/drafts/{id}', { params: { path: { id } }, body: { version, ...parted(form) } })) as Promise<Draft>
export const dropDraft = (id: CaseId): Promise<unknown> => answer(node.DELETE('/api/drafts/{id}', { params: { path: { id } } }))

/** Hands in a draft: the whole form is what the person signs. */
export const submitFiling = (draft: CaseId, form: FilingForm, key: string): Promise<Receipt> =>
  answer(node.POST('/api/filings', { params: { header: under(key) }, body: { draft, form: parted(form).form } }))
export const listFilings = (): Promise<FilingView[]> => answer(node.GET('/api/filings')) as Promise<FilingView[]>
export const showFiling = (id: CaseId): Promise<FilingView> =>
  answer(node.GET('/api/filings/{case}', { params: { path: { case: id } } })) as Promise<FilingView>
/** Puts digests in place of ID numbers that were typed: what is signed and stored holds none. */
async function withoutTypedIds(form: FilingForm): Promise<FilingForm> {
  const body = parted(form)
  if (body.id_numbers.length === 0) return body.form
  return await answer(node.POST('/api/id-numbers', { body })) as FilingForm
}
export async function resubmitFiling(id: CaseId, form: FilingForm, key: string): Promise<Receipt> {
  return answer(node.POST('/api/filings/{case}/resubmissions', { params: at(id, key), body: { form: await withoutTypedIds(form) } }))
}
export const answerMediation = (id: CaseId, accepted: boolean, key: string): Promise<Receipt> =>
  answer(node.POST('/api/filings/{case}/mediation-answers', { params: at(id, key), body: { accepted } }))

export const deskFilings = (state: 'open' | 'waiting' | 'done'): Promise<FilingView[]> =>
  answer(node.GET('/api/desk/filings', { params: { query: { state } } })) as Promise<FilingView[]>
export const requestCorrection = (id: CaseId, body: { defects: FieldReason[]; until: DateOn }, key: string): Promise<Receipt> =>
  answer(node.POST('/api/filings/{case}/corrections', { params: at(id, key), body }))
export const rejectFiling = (id: CaseId, body: { reason: string; article: string }, key: string): Promise<Receipt> =>
  answer(node.POST('/api/filings/{case}/rejection', { params: at(id, key), body }))
export const offerMediation = (id: CaseId, note: string, key: string): Promise<Receipt> =>
  answer(node.POST('/api/filings/{case}/mediation-offer', { params: at(id, key), body: { note } }))
export const registerCase = (
  id: CaseId,
  body: { cause_code?: string; procedure: Procedure; handling_judge?: PersonId; clerk?: PersonId },
  key: string,
): Promise<Receipt> => answer(node.POST('/api/filings/{case}/registration', { params: at(id, key), body }))
export const listStaff = (duty: Duty): Promise<StaffLoad[]> => answer(node.GET('/api/desk/staff', { params: { query: { duty } } }))
