import { answer, node, under } from './client'
import type { Attachment, BlobRef, CaseId, EntryRef, Present, Receipt } from './contract'
import type { components } from './schema'

type Schemas = components['schemas']
type Shape<Name extends keyof Schemas> = Present<Schemas[Name]>
export type CaseService = Shape<'CaseService'>
export type ServiceItem = Shape<'ServiceItemView'>
export type ServiceAttempt = Shape<'AttemptView'>
export type ServiceEffect = Shape<'EffectView'>
export type ItemStatus = Schemas['ItemStatus']
export type ServiceRule = Schemas['ServiceRule']
export type ServiceWay = Schemas['ServiceWay']
export type RebuttalGround = Schemas['RebuttalGround']
/** A step that can be done online; in the API it is the key of a map, which has no schema of its own. */
export type ConsentScope = 'filing' | 'mediation' | 'evidence_exchange' | 'hearing' | 'inquiry' | 'service' | 'other'
export type Mailbox = Shape<'Mailbox'>
export type MailItem = Shape<'MailItem'>
export type OwnService = Shape<'OwnService'>
type Filled<T, Keys extends keyof T> = Omit<T, Keys> & Required<Pick<T, Keys>>
/** An address form as the page edits it: every line is there. */
export type ServiceAddressForm = Filled<Shape<'ServiceAddressForm'>, 'email' | 'paper_decisions' | 'excluded' | 'postcode' | 'stages'>

const at = (caseId: CaseId, key?: string) => ({ path: { case: caseId }, header: under(key) })

export const showService = (caseId: CaseId): Promise<CaseService> =>
  answer(node.GET('/api/cases/{case}/service', { params: { path: { case: caseId } } }))
/** What was served on the viewer, over all their cases, the newest first. */
export const showMailbox = (unreadOnly: boolean): Promise<Mailbox> =>
  answer(node.GET('/api/mailbox', { params: { query: { unread_only: unreadOnly } } }))
export const countUnreadMail = async (): Promise<number> => (await answer(node.GET('/api/mailbox/unread'))).n

export const confirmServiceAddress = (caseId: CaseId, body: { form: Shape<'ServiceAddressForm'>; signature: BlobRef }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/service/addresses', { params: at(caseId, key), body }))
export const declareConsent = (caseId: CaseId, body: { scopes: Partial<Record<ConsentScope, boolean>>; reason: string }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/service/consents', { params: at(caseId, key), body: body as Schemas['DeclareConsent'] }))
export const openServed = (caseId: CaseId, body: { sent: EntryRef; paper: EntryRef }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/service/looks', { params: at(caseId, key), body }))
export const acknowledgeService = (caseId: CaseId, body: { sent: EntryRef; papers: EntryRef[]; signature?: BlobRef }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/service/receipts', { params: at(caseId, key), body }))
export const requestPaper = (caseId: CaseId, body: { paper: EntryRef; note: string }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/service/paper-requests', { params: at(caseId, key), body }))
export const rebutService = (
  caseId: CaseId, body: { sent: EntryRef; paper: EntryRef; ground: RebuttalGround; arrived_at?: string; reason: string; attachments: Attachment[] }, key?: string,
): Promise<Receipt> => answer(node.POST('/api/cases/{case}/service/rebuttals', { params: at(caseId, key), body }))

/** Address of a page of a file of the case, drawn by the court's node as a picture of about `width` pixels; the first page is 1. */
export const pageUrl = (caseId: CaseId, sha256: string, page: number, width: number): string =>
  `/api/cases/${encodeURIComponent(caseId)}/blobs/${sha256}/pages/${page}?width=${width}`
/** The address form of a party that was signed on a screen, as a PDF file. */
export const addressFormUrl = (caseId: CaseId, party: number): string => `/api/cases/${encodeURIComponent(caseId)}/service/address-form?party=${party}`
