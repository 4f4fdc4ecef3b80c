import { answer, node, under } from './client'
import type { AnswerForm, ApplicationForm, ApplicationKindView, CaseApplications, CaseId, EntryRef, Receipt } from './contract'

const at = (caseId: CaseId, key: string) => ({ path: { case: caseId }, header: under(key) })

let kinds: Promise<ApplicationKindView[]> | undefined
/** Every kind of application with its form; the same for everybody, asked once per page load. */
export function listApplicationKinds(): Promise<ApplicationKindView[]> {
  kinds ??= answer(node.GET('/api/applications/kinds')).catch((thrown: unknown) => { kinds = undefined; throw thrown })
  return kinds
}
export const listApplications = (caseId: CaseId): Promise<CaseApplications> =>
  answer(node.GET('/api/cases/{case}/applications', { params: { path: { case: caseId } } }))
export const fileApplication = (caseId: CaseId, body: { application: ApplicationForm; message?: EntryRef; proposal?: EntryRef }, key: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/applications', { params: at(caseId, key), body }))
export const withdrawApplication = (caseId: CaseId, application: EntryRef, reason: string, key: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/applications/withdrawals', { params: at(caseId, key), body: { application, reason } }))
export const fileAnswer = (caseId: CaseId, form: AnswerForm, key: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/answers', { params: at(caseId, key), body: { answer: form } }))
