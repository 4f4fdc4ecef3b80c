/** Service of papers as the court does it: sending, recording, ruling, and the boards of a case and of the desk. */
import { courtAct } from './cases'
import { answer, node, under } from './client'
import type { BlobRef, CaseId, EntryRef, Present, Receipt } from './contract'
import type { components, paths } from './schema'

type Schemas = components['schemas']
type Shape<Name extends keyof Schemas> = Present<Schemas[Name]>

export type CaseService = Shape<'CaseService'>
export type ServiceItem = CaseService['items'][number]
export type ServiceAttempt = ServiceItem['attempts'][number]
export type RecipientView = CaseService['recipients'][number]
export type ServableView = CaseService['servable'][number]
export type RebuttalView = NonNullable<ServiceItem['rebuttal']>
export type DeskService = Shape<'DeskService'>
export type ServiceQueue = NonNullable<NonNullable<paths['/api/desk/service']['get']['parameters']['query']>['queue']>
export type ItemStatus = Schemas['ItemStatus']
export type ServiceRule = Schemas['ServiceRule']
export type ServiceWay = Schemas['ServiceWay']
export type NotServed = Shape<'NotServed'>
export type NextStep = Schemas['NextStep']
export type AddressStanding = Schemas['AddressStanding']
export type ServiceChannel = Schemas['ServiceChannel']
export type CompanionNotice = Schemas['CompanionNotice']
export type RebuttalGround = Schemas['RebuttalGround']
export type TakenBy = Schemas['TakenBy']
export type Attempt = Shape<'Attempt'>
export type PaperAttempt = Exclude<Attempt, { by: 'electronic' | 'companion' }>
export type PaperWay = PaperAttempt['by']
export type ServiceAddressForm = Shape<'ServiceAddressForm'>
export type SendTo = Shape<'SendTo'>

export interface Sending { papers: EntryRef[]; to: SendTo[]; companions: CompanionNotice[] }
export interface PaperRecord { recipient: number; papers: EntryRef[]; way: PaperAttempt; note: string; proofs: BlobRef[]; replaces?: EntryRef }

const at = (caseId: CaseId, key?: string) => ({ path: { case: caseId }, header: under(key) })

export const showService = (caseId: CaseId): Promise<CaseService> =>
  answer(node.GET('/api/cases/{case}/service', { params: { path: { case: caseId } } }))
export const deskService = (queue: ServiceQueue): Promise<DeskService> =>
  answer(node.GET('/api/desk/service', { params: { query: { queue } } }))

/** All papers to everybody named, in one act: what cannot go to one of them goes to nobody. */
export const sendPapers = (caseId: CaseId, body: Sending, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'service/sendings', body, () => answer(node.POST('/api/cases/{case}/service/sendings', { params: at(caseId, key), body })))
export const recordPaperService = (caseId: CaseId, body: PaperRecord, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'service/paper-records', body, () => answer(node.POST('/api/cases/{case}/service/paper-records', { params: at(caseId, key), body: body as Schemas['RecordPaperService'] })))
export const recordServiceAddress = (caseId: CaseId, body: { party: number; form: ServiceAddressForm; scan: BlobRef }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'service/addresses/records', body, () => answer(node.POST('/api/cases/{case}/service/addresses/records', { params: at(caseId, key), body })))
export const ruleOnRebuttal = (caseId: CaseId, body: { rebuttal: EntryRef; upheld: boolean; reason: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'service/rulings', body, () => answer(node.POST('/api/cases/{case}/service/rulings', { params: at(caseId, key), body })))
export const recallService = (caseId: CaseId, body: { sent: EntryRef; reason: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'service/recalls', body, () => answer(node.POST('/api/cases/{case}/service/recalls', { params: at(caseId, key), body })))
