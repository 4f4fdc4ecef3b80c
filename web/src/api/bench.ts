/**
 * What the bench asks and does in evidence, applications, periods and to-dos. On a node outside the court's network an act is asked
 * for with the passkey, like every act of the court.
 */
import { courtAct } from './cases'
import { answer, node, under } from './client'
import type { CaseId, EntryRef, PersonId, Present, Receipt } from './contract'
import type { components, paths } from './schema'

type Schemas = components['schemas']
type Shape<Name extends keyof Schemas> = Present<Schemas[Name]>

export type EvidenceBoard = Shape<'EvidenceBoard'>
export type ExhibitView = EvidenceBoard['exhibits'][number]
export type ExhibitPage = ExhibitView['form']['pages'][number]
export type ExhibitKind = Schemas['ExhibitKind']
export type OpinionView = ExhibitView['opinions'][number]
export type OpinionForm = OpinionView['opinion']
export type Stance = Schemas['Stance']
export type QuestionView = ExhibitView['questions'][number]
export type Tally = EvidenceBoard['tally']
export type EvidenceRuling = Schemas['EvidenceRuling']
export type LateTreatment = Schemas['LateTreatment']
export type Restriction = Shape<'Restriction'>
export type RestrictionGround = Schemas['RestrictionGround']
export type ComparisonWay = Schemas['ComparisonWay']
export type EvidenceList = Shape<'EvidenceList'>
export type ExchangeForm = Shape<'ExchangeForm'>
export type PromotionTarget = Shape<'PromotionTarget'>

export type ApplicationsView = Shape<'CaseApplications'>
export type ApplicationView = ApplicationsView['applications'][number]
export type AnswerView = ApplicationsView['answers'][number]
export type ApplicationKind = Schemas['ApplicationKind']
export type ApplicationKindView = Shape<'ApplicationKindView'>
export type ApplicationOutcome = Schemas['ApplicationOutcome']

export type AgendaView = Shape<'CaseAgenda'>
export type DeadlineView = AgendaView['deadlines'][number]
export type TurnView = AgendaView['turn'][number]
export type TodoView = Shape<'TodoView'>
export type TodosView = Shape<'DeskTodos'>
export type Whose = Shape<'Whose'>
type TodoQuery = NonNullable<paths['/api/desk/todos']['get']['parameters']['query']>
export type TodoQueueName = NonNullable<TodoQuery['queue']>
export type WaitingFor = NonNullable<TodoQuery['waiting']>

const at = (caseId: CaseId, key?: string) => ({ path: { case: caseId }, header: under(key) })
const of = (caseId: CaseId) => ({ params: { path: { case: caseId } } })

export const showEvidence = (caseId: CaseId): Promise<EvidenceBoard> => answer(node.GET('/api/cases/{case}/evidence', of(caseId)))
export const showEvidenceList = (caseId: CaseId): Promise<EvidenceList> => answer(node.GET('/api/cases/{case}/evidence/list', of(caseId)))
export const showApplications = (caseId: CaseId): Promise<ApplicationsView> => answer(node.GET('/api/cases/{case}/applications', of(caseId)))
export const listApplicationKinds = (): Promise<ApplicationKindView[]> => answer(node.GET('/api/applications/kinds'))
export const showAgenda = (caseId: CaseId): Promise<AgendaView> => answer(node.GET('/api/cases/{case}/agenda', of(caseId)))
export const deskTodos = (queue: TodoQueueName, waiting?: WaitingFor): Promise<TodosView> =>
  answer(node.GET('/api/desk/todos', { params: { query: { queue, waiting } } }))

export const receiveEvidence = (caseId: CaseId, body: { exhibit: EntryRef; accepted: boolean; note?: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'evidence/receipts', body, () => answer(node.POST('/api/cases/{case}/evidence/receipts', { params: at(caseId, key), body })))
export const setEvidencePeriod = (
  caseId: CaseId, body: { party?: number; until: string; exchange: ExchangeForm; agreed?: boolean }, key?: string,
): Promise<Receipt> =>
  courtAct(caseId, 'evidence/periods', body, () => answer(node.POST('/api/cases/{case}/evidence/periods', { params: at(caseId, key), body })))
export const restrictEvidence = (caseId: CaseId, body: { exhibit: EntryRef; restriction?: Restriction; reason: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'evidence/restrictions', body, () => answer(node.POST('/api/cases/{case}/evidence/restrictions', { params: at(caseId, key), body })))
/** A look is nobody's decision: it is recorded where it is made. */
export const lookAtEvidence = (caseId: CaseId, exhibit: EntryRef, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/evidence/looks', { params: at(caseId, key), body: { exhibit } }))
export const openOpinionRound = (caseId: CaseId, body: { exhibits: EntryRef[]; until: string; note?: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'evidence/rounds', body, () => answer(node.POST('/api/cases/{case}/evidence/rounds', { params: at(caseId, key), body })))
export const ruleOnEvidence = (
  caseId: CaseId, body: { exhibit: EntryRef; ruling: EvidenceRuling; reason?: string; late?: LateTreatment }, key?: string,
): Promise<Receipt> =>
  courtAct(caseId, 'evidence/rulings', body, () => answer(node.POST('/api/cases/{case}/evidence/rulings', { params: at(caseId, key), body })))
export const askCourtQuestion = (
  caseId: CaseId, body: { exhibit?: EntryRef; party: number; question: string; until?: string }, key?: string,
): Promise<Receipt> =>
  courtAct(caseId, 'evidence/questions', body, () => answer(node.POST('/api/cases/{case}/evidence/questions', { params: at(caseId, key), body })))
export const appointComparison = (caseId: CaseId, body: { exhibit: EntryRef; at: string; place: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'evidence/comparison-appointments', body, () => answer(node.POST('/api/cases/{case}/evidence/comparison-appointments', { params: at(caseId, key), body })))
export const recordComparison = (
  caseId: CaseId,
  body: { exhibit: EntryRef; at: string; way: ComparisonWay; present: string; equal: boolean; note?: string; photos?: ExhibitPage[] },
  key?: string,
): Promise<Receipt> =>
  courtAct(caseId, 'evidence/comparisons', body, () => answer(node.POST('/api/cases/{case}/evidence/comparisons', { params: at(caseId, key), body })))
export const proposePromotion = (caseId: CaseId, body: { message: EntryRef; target: PromotionTarget }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'promotions', body, () => answer(node.POST('/api/cases/{case}/promotions', { params: at(caseId, key), body })))

export const decideApplication = (
  caseId: CaseId,
  body: { application: EntryRef; outcome: ApplicationOutcome; reason?: string; until?: string; amount_fen?: number },
  key?: string,
): Promise<Receipt> =>
  courtAct(caseId, 'applications/decisions', body, () => answer(node.POST('/api/cases/{case}/applications/decisions', { params: at(caseId, key), body })))

export const startPeriod = (
  caseId: CaseId, body: { rule?: string; title?: string; whose: Whose; from: string; until?: string; note?: string }, key?: string,
): Promise<Receipt> =>
  courtAct(caseId, 'periods', body, () => answer(node.POST('/api/cases/{case}/periods', { params: at(caseId, key), body })))
export const movePeriod = (caseId: CaseId, body: { period: EntryRef; until: string; reason: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'periods/moves', body, () => answer(node.POST('/api/cases/{case}/periods/moves', { params: at(caseId, key), body })))
export const addTodo = (caseId: CaseId, body: { title: string; due_on?: string; message?: EntryRef }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'todos', body, () => answer(node.POST('/api/cases/{case}/todos', { params: at(caseId, key), body })))
/** Gives a to-do to somebody of the bench, takes it on, or puts it back when nobody is named. */
export const assignTodo = (caseId: CaseId, body: { todo: string; person?: PersonId }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'todos/assignments', body, () => answer(node.POST('/api/cases/{case}/todos/assignments', { params: at(caseId, key), body })))
export const finishTodo = (caseId: CaseId, body: { todo: string; note?: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'todos/completions', body, () => answer(node.POST('/api/cases/{case}/todos/completions', { params: at(caseId, key), body })))
