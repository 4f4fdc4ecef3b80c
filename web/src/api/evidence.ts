import { answer, node, under } from './client'
import type { CaseId, EntryRef, Present, Receipt } from './contract'
import type { components } from './schema'

type Schemas = components['schemas']
export type Stance = Schemas['Stance']
export type ExhibitStatus = Schemas['ExhibitStatus']
export type EvidenceBoard = Present<Schemas['EvidenceBoard']>
export type ExhibitView = Present<Schemas['ExhibitView']>
export type QuestionView = Present<Schemas['QuestionView']>
export type ProposalView = Present<Schemas['ProposalView']>

const at = (caseId: CaseId, key?: string) => ({ path: { case: caseId }, header: under(key) })

/** Every exhibit the viewer may know of, what was said of each, and what the viewer may do. */
export const showEvidence = (caseId: CaseId): Promise<EvidenceBoard> =>
  answer(node.GET('/api/cases/{case}/evidence', { params: { path: { case: caseId } } }))
export const answerCourtQuestion = (caseId: CaseId, body: { question: EntryRef; answer: string }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/evidence/answers', { params: at(caseId, key), body }))
export const declinePromotion = (caseId: CaseId, body: { proposal: EntryRef; reason: string }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/promotions/refusals', { params: at(caseId, key), body }))
