/** Court documents (法院文书): drafts, previews, issuing. For the court's own staff. */
import { courtAct } from './cases'
import { answer, node, under } from './client'
import type { CaseId, EntryRef, Present, Receipt } from './contract'
import type { components } from './schema'

type Schemas = components['schemas']
type Shape<Name extends keyof Schemas> = Present<Schemas[Name]>

export type CaseDocuments = Shape<'CaseDocuments'>
export type DocumentView = CaseDocuments['documents'][number]
export type DocumentStatus = Schemas['DocumentStatus']
export type DocumentTemplate = Shape<'DocumentTemplate'>
export type DocumentBlocks = Shape<'DocumentBlocks'>
export type FieldType = Schemas['FieldType']
export type PreviewedDocument = Shape<'PreviewedDocument'>
/** The fields of a document, in the shape that its template says. */
export type DocumentData = Record<string, unknown>
type WithData<T> = Omit<T, 'data'> & { data: DocumentData }
export type DocumentDetail = WithData<Shape<'DocumentDetail'>>
export type FilledDocument = WithData<Shape<'FilledDocument'>>
/** A field of a template, a column of a table, or a value inside a party: what the form draws. */
export interface FormField {
  name: string
  label: string
  type: FieldType
  required: boolean
  free?: boolean
  options?: { value: string; label: string }[]
  columns?: FormField[]
  default?: unknown
  help?: string
}

const at = (caseId: CaseId, key?: string) => ({ path: { case: caseId }, header: under(key) })

let templates: Promise<Shape<'DocumentTemplates'>> | undefined
/** Every kind of document of this court and what stands inside parties and rows; asked once per page load. */
export function listTemplates(): Promise<Shape<'DocumentTemplates'>> {
  templates ??= answer(node.GET('/api/document-templates')).catch((thrown: unknown) => { templates = undefined; throw thrown })
  return templates
}
export const listDocuments = (caseId: CaseId): Promise<CaseDocuments> =>
  answer(node.GET('/api/cases/{case}/documents', { params: { path: { case: caseId } } }))
/** The fields that the case itself knows. */
export const fillDocument = (caseId: CaseId, template: string, parties: number[]): Promise<FilledDocument> =>
  answer(node.GET('/api/cases/{case}/documents/fill', { params: { path: { case: caseId }, query: { template, parties: parties.join(',') } } })) as Promise<FilledDocument>
export const showDocument = (caseId: CaseId, document: EntryRef): Promise<DocumentDetail> =>
  answer(node.GET('/api/cases/{case}/documents/{seq}', { params: { path: { case: caseId, seq: document.seq } } })) as Promise<DocumentDetail>

/** What is written, as it stands on the form. The description of the routes knows no type for the fields of templates, hence `never` below. */
export interface Written { document?: EntryRef; template: string; data: DocumentData; parties: number[] }
export const writeDocument = (caseId: CaseId, body: Written & { title: string }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/documents', { params: at(caseId, key), body: body as never }))
/** The whole file as it would be printed, with its digest; that of a saved draft is the one that issuing seals. */
export const previewDocument = (caseId: CaseId, body: Written, signal?: AbortSignal): Promise<PreviewedDocument> =>
  answer(node.POST('/api/cases/{case}/documents/preview', { params: at(caseId), body: body as never, signal })) as Promise<PreviewedDocument>
/** One page of it, from 0, as a picture of about `width` pixels. */
export const previewPage = (caseId: CaseId, body: Written, page: number, width: number, signal?: AbortSignal): Promise<Blob> =>
  answer(node.POST('/api/cases/{case}/documents/preview', { params: at(caseId), body: { ...body, page, max_width_px: width } as never, parseAs: 'blob', signal })) as Promise<unknown> as Promise<Blob>
/** Issues the version that was looked at: `previewed` is the digest of what was on the screen. */
export const issueDocument = (caseId: CaseId, body: { document: EntryRef; draft: EntryRef; previewed: string }, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/documents/approvals', { params: at(caseId, key), body }))
export const setDocumentAside = (caseId: CaseId, body: { document: EntryRef; reason: string }, key?: string): Promise<Receipt> =>
  courtAct(caseId, 'documents/set-aside', body, () => answer(node.POST('/api/cases/{case}/documents/set-aside', { params: at(caseId, key), body })))
/** Address of a page of a file of the case as a picture; the first page is 1. */
export const filePageUrl = (caseId: CaseId, sha256: string, page: number, width: number): string =>
  `/api/cases/${encodeURIComponent(caseId)}/blobs/${sha256}/pages/${page}?width=${width}`
