import { courtAct } from './cases'
import { answer, node, under } from './client'
import type { Act, BlobRef, CaseId, DateOn, EntryRef, Instant, PersonId, Present, Receipt, Side } from './contract'
import type { components } from './schema'
import { session } from './session'

// @@TYPES
export type ExhibitKind = 'party_statement' | 'document' | 'physical_object' | 'photograph' | 'audio' | 'video' | 'electronic_data' | 'witness_testimony' | 'expert_opinion' | 'inspection_record'
export type OriginalHolder = 'submitter' | 'opponent' | 'somebody' | 'nowhere' | 'electronic_original'
export interface Crop { left: number; top: number; width: number; height: number }
export interface ExhibitPage { blob: BlobRef; preview?: BlobRef; turn_degrees?: number; crop?: Crop }
export type RestrictionGround = 'trade_secret' | 'privacy' | 'minor' | 'other'
export interface RestrictionWish { ground: RestrictionGround; reason: string }
export interface ExhibitForm { name: string; kind: ExhibitKind; purpose: string; source: string; original: OriginalHolder; made_on?: DateOn; pages: ExhibitPage[]; restriction?: RestrictionWish; late_reason?: string }
export type Stance = 'agree' | 'dispute' | 'need_original'
export interface PointOpinion { stance: Stance; reason?: string }
export interface OpinionForm { authenticity: PointOpinion; legality: PointOpinion; relevance: PointOpinion; force: PointOpinion; note?: string; counter_evidence?: EntryRef[] }
export type ExhibitStatus = 'submitted' | 'received' | 'returned' | 'withdrawn' | 'cross_examined' | 'adopted' | 'partly_adopted' | 'not_adopted'
export interface OpinionView { entry: EntryRef; party: number; party_name: string; side: Side; author_name: string; at: Instant; round: number; opinion: OpinionForm; superseded: boolean }
export interface QuestionView { question: EntryRef; exhibit?: EntryRef; party: number; party_name: string; text: string; at: Instant; until?: DateOn; answer?: { text: string; at: Instant; author_name: string }; actions: Act[] }
export interface ExhibitView {
  exhibit: EntryRef; number: number; label: string; side: Side; party: number; party_name: string; author_name: string; submitted_at: Instant; hash: string; command_id: string
  form: ExhibitForm; n_pages: number; status: ExhibitStatus; received?: { at: Instant; accepted: boolean; note: string }
  late?: { n_days: number; until: DateOn; reason?: string; treatment?: string }
  restriction?: { ground: RestrictionGround; decided: boolean; persons: { person: PersonId; name: string }[]; view_only: boolean; reason: string; needs_look: boolean }
  opinions: OpinionView[]; awaits: { party: number; party_name: string }[]; questions: QuestionView[]
  comparison: { requests: { at: Instant; by: string; reason: string }[]; appointment?: { at: Instant; place: string }; records: { at: Instant; way: string; present: string; equal: boolean; note: string; photos: ExhibitPage[] }[] }
  ruling?: { at: Instant; ruling: string; reason: string; late?: string }; rulings_before: number
  looks: { person_name: string; role: string; at: Instant }[]; actions: Act[]
}
export interface TallyCounts { n_exhibits: number; n_undisputed: number; n_disputed: number; n_need_original: number; n_waiting: number; n_ruled: number }
export interface Tally extends TallyCounts { by_side: (TallyCounts & { side: Side })[] }
export interface EvidencePeriodView { until: DateOn; party?: number }
export type PromotionTarget = { as: 'exhibit'; name: string; kind: ExhibitKind; purpose: string } | { as: 'application'; kind: string }
export interface ProposalView { proposal: EntryRef; message: EntryRef; author_name: string; target: PromotionTarget; at: Instant; mine: boolean; state: 'open' | 'confirmed' | 'declined'; actions: Act[] }
export interface EvidenceBoard { exhibits: ExhibitView[]; tally: Tally; periods: EvidencePeriodView[]; round: { round: number; until?: DateOn }; proposals: ProposalView[]; questions: QuestionView[]; actions: Act[] }
export interface EvidenceList { sides: { side: Side; name: string; rows: { number: number; name: string; kind: ExhibitKind; source: string; purpose: string; n_pages: number; original: OriginalHolder; submitted_on: DateOn; late: boolean }[] }[] }

const at = (caseId: CaseId, key?: string) => ({ path: { case: caseId }, header: under(key) })

export const showEvidence = (caseId: CaseId): Promise<EvidenceBoard> =>
  answer(node.GET('/api/cases/{case}/evidence', { params: { path: { case: caseId } } })) as Promise<EvidenceBoard>
/** 证据清单 of every side. */
export const listEvidence = (caseId: CaseId): Promise<EvidenceList> =>
  answer(node.GET('/api/cases/{case}/evidence/list', { params: { path: { case: caseId } } })) as Promise<EvidenceList>

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
