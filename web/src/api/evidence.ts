import { courtAct } from './cases'
import { answer, node, under } from './client'
import type { CaseId, DateOn, EntryRef, Present, Receipt } from './contract'
import type { components } from './schema'

type Schemas = components['schemas']
type Shape<Name extends keyof Schemas> = Present<Schemas[Name]>
export type ExhibitKind = Schemas['ExhibitKind']
export type OriginalHolder = Schemas['OriginalHolder']
export type RestrictionGround = Schemas['RestrictionGround']
export type Crop = Shape<'Crop'>
export type ExhibitPage = Shape<'ExhibitPage'>
export type ExhibitForm = Shape<'ExhibitForm'>
export type RestrictionWish = Shape<'RestrictionWish'>
export type Stance = Schemas['Stance']
export type PointOpinion = Shape<'PointOpinion'>
export type OpinionForm = Shape<'OpinionForm'>
export type ExhibitStatus = Schemas['ExhibitStatus']
export type EvidenceBoard = Shape<'EvidenceBoard'>
export type ExhibitView = Shape<'ExhibitView'>
export type OpinionView = Shape<'OpinionView'>
export type QuestionView = Shape<'QuestionView'>
export type TallyView = Shape<'TallyView'>
export type EvidencePeriodView = Shape<'EvidencePeriodView'>
export type PromotionTarget = Shape<'PromotionTarget'>
export type ProposalView = Shape<'ProposalView'>
export type EvidenceList = Shape<'EvidenceList'>
export type ApplicationKind = Schemas['ApplicationKind']

const at = (caseId: CaseId, key?: string) => ({ path: { case: caseId }, header: under(key) })

export const showEvidence = (caseId: CaseId): Promise<EvidenceBoard> =>
  answer(node.GET('/api/cases/{case}/evidence', { params: { path: { case: caseId } } }))
/** 证据清单 of every side. */
export const listEvidence = (caseId: CaseId): Promise<EvidenceList> =>
  answer(node.GET('/api/cases/{case}/evidence/list', { params: { path: { case: caseId } } }))

export interface SubmitEvidence { exhibit: ExhibitForm; message?: EntryRef; proposal?: EntryRef }
export const submitEvidence = (caseId: CaseId, body: SubmitEvidence, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/evidence', { params: at(caseId, key), body }))
export const withdrawEvidence = (caseId: CaseId, body: { exhibit: EntryRef; reason: string }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/evidence/withdrawals', { params: at(caseId, key), body }))
export const requestRestriction = (caseId: CaseId, body: { exhibit: EntryRef; wish: RestrictionWish }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/evidence/restriction-requests', { params: at(caseId, key), body }))
/** Records that the viewer looks; the files of the exhibit open for a while after that. */
export const lookAtEvidence = (caseId: CaseId, exhibit: EntryRef, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'evidence/looks', { exhibit }, () => answer(node.POST('/api/cases/{case}/evidence/looks', { params: at(caseId, key), body: { exhibit } })))
export const giveOpinion = (caseId: CaseId, body: { exhibit: EntryRef; opinion: OpinionForm }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/evidence/opinions', { params: at(caseId, key), body }))
export const answerCourtQuestion = (caseId: CaseId, body: { question: EntryRef; answer: string }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/evidence/answers', { params: at(caseId, key), body }))
export const requestComparison = (caseId: CaseId, body: { exhibit: EntryRef; reason: string }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/evidence/comparison-requests', { params: at(caseId, key), body }))
export const proposePromotion = (caseId: CaseId, body: { message: EntryRef; target: PromotionTarget }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'promotions', body, () => answer(node.POST('/api/cases/{case}/promotions', { params: at(caseId, key), body })))
export const declinePromotion = (caseId: CaseId, body: { proposal: EntryRef; reason: string }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/promotions/refusals', { params: at(caseId, key), body }))
export const addTodo = (caseId: CaseId, body: { title: string; due_on?: DateOn; message?: EntryRef }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'todos', body, () => answer(node.POST('/api/cases/{case}/todos', { params: at(caseId, key), body })))
