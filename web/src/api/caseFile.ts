import { answer, node, under } from './client'
import type { CaseId, EntryRef, FileIndex, FileMark, Problem, Receipt } from './contract'
import { offlineProblem, ProblemError } from './problem'

const at = (caseId: CaseId, key?: string) => ({ path: { case: caseId }, header: under(key) })

/** What is in the file of a case for the viewer, and on which pages. */
export const showFile = (caseId: CaseId, internal: boolean): Promise<FileIndex> =>
  answer(node.GET('/api/cases/{case}/file', { params: { path: { case: caseId }, query: { internal } } }))
/** The viewer's own bookmarks and notes. */
export const listMarks = (caseId: CaseId): Promise<FileMark[]> =>
  answer(node.GET('/api/cases/{case}/file/marks', { params: { path: { case: caseId } } }))
/** Sets the mark of one page; one without bookmark and note goes. */
export const setMark = (caseId: CaseId, body: { volume: number; page: number; bookmarked: boolean; note: string }): Promise<unknown> =>
  answer(node.PUT('/api/cases/{case}/file/marks', { params: { path: { case: caseId } }, body }))
/** Records that the viewer opened the file. */
export const recordLook = (caseId: CaseId, internal: boolean, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/file/looks', { params: at(caseId, key), body: { look: { how: 'opened' }, internal } }))
/** Records that the viewer takes a copy; the court's node counts its pages itself. */
export const recordCopy = (caseId: CaseId, internal: boolean, nPages: number, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/file/looks', { params: at(caseId, key), body: { look: { how: 'exported', n_pages: nPages }, internal } }))
/** Records a look at a restricted exhibit: its pages open for a while. */
export const recordExhibitLook = (caseId: CaseId, exhibit: EntryRef, key?: string): Promise<Receipt> =>
  answer(node.POST('/api/cases/{case}/evidence/looks', { params: at(caseId, key), body: { exhibit } }))

async function problemIn(response: Response): Promise<ProblemError> {
  const told = await response.json().catch(() => undefined) as Problem | undefined
  return new ProblemError(told?.code ? told : { ...offlineProblem(), status: response.status })
}
async function fetched(address: string, signal?: AbortSignal): Promise<Response> {
  let response: Response
  try {
    response = await fetch(address, { credentials: 'same-origin', signal })
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown
    throw new ProblemError(offlineProblem())
  }
  if (!response.ok) throw await problemIn(response)
  return response
}

export interface FilePicture {
  picture: Blob
  /** Characters that are boxes in the picture, as hexadecimal numbers. */
  unshown: string[]
}
/** A page as a picture of about that width in pixels. */
export async function fetchPage(caseId: CaseId, volume: number, page: number, width: number, signal?: AbortSignal): Promise<FilePicture> {
  const response = await fetched(`/api/cases/${encodeURIComponent(caseId)}/file/pages/${volume}/${page}?width=${width}`, signal)
  const unshown = response.headers.get('weicourt-unshown')?.split(' ') ?? []
  return { picture: await response.blob(), unshown }
}

/** A copy of the file, after {@link recordCopy}. `received` hears how many bytes have come. */
export async function fetchCopy(caseId: CaseId, internal: boolean, received: (bytes: number) => void, signal?: AbortSignal): Promise<File> {
  const response = await fetched(`/api/cases/${encodeURIComponent(caseId)}/file/book.pdf?internal=${internal}`, signal)
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  const pieces: BlobPart[] = []
  let bytes = 0
  const reader = response.body?.getReader()
  if (!reader) pieces.push(await response.blob())
  for (;;) {
    const read = await reader?.read()
    if (!read || read.done) break
    pieces.push(read.value)
    bytes += read.value.byteLength
    received(bytes)
  }
  return new File(pieces, named ? decodeURIComponent(named) : 'file.pdf', { type: 'application/pdf' })
}
