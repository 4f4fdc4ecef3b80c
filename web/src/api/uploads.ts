import { answer, node } from './client'
import type { BlobRef, CaseId, UploadState } from './contract'
import { ProblemError } from './problem'

/** Largest photo or other file the court takes, in bytes. */
export const largestFileBytes = 50 * 1024 * 1024
/** Largest voice message the court takes, in bytes. */
export const largestVoiceBytes = 10 * 1024 * 1024
const usualChunkBytes = 512 * 1024

export interface Uploaded { blob: BlobRef; preview?: BlobRef }
export interface UploadSteps {
  /** An upload begun earlier; it goes on where it stopped. */
  upload?: string
  /** Hears the id of the upload, to be kept so that it can go on after a reload. */
  begun?(upload: string): void
  /** Hears how much has arrived, 0 to 1. */
  progress?(done: number): void
  signal?: AbortSignal
}

const begin = (caseId: CaseId, file: Blob, name: string): Promise<UploadState> =>
  answer(node.POST('/api/cases/{case}/uploads', {
    params: { path: { case: caseId } },
    body: { size_bytes: file.size, media_type: file.type || 'application/octet-stream', name },
  }))
const stateOf = (upload: string): Promise<UploadState> => answer(node.GET('/api/uploads/{upload}', { params: { path: { upload } } }))
const append = (upload: string, offset: number, bytes: Blob, signal?: AbortSignal): Promise<UploadState> =>
  answer(node.PATCH('/api/uploads/{upload}', {
    params: { path: { upload }, query: { offset } },
    // The piece goes out as it is; the description of a route knows no type for raw bytes.
    body: bytes as never,
    bodySerializer: (body: unknown) => body as Blob,
    headers: { 'content-type': 'application/octet-stream' },
    signal,
  }))
const complete = (upload: string): Promise<Uploaded> => answer(node.POST('/api/uploads/{upload}/completion', { params: { path: { upload } } }))

/**
 * Hands a file to the court in pieces and returns what it is called there.
 *
 * Goes on where an earlier try stopped; when the node no longer knows that try, it begins again.
 *
 * Throws `ProblemError`; after status 0 or 5xx the same call with the kept upload id continues.
 */
export async function sendFile(caseId: CaseId, file: Blob, name: string, steps: UploadSteps = {}): Promise<Uploaded> {
  let chunkBytes = usualChunkBytes
  let offset = 0
  let upload = steps.upload
  if (upload) {
    try {
      const state = await stateOf(upload)
      offset = state.offset
      chunkBytes = Math.min(usualChunkBytes, state.chunk_bytes)
    } catch (thrown) {
      if (!(thrown instanceof ProblemError) || thrown.status !== 404) throw thrown
      upload = undefined
    }
  }
  if (!upload) {
    const state = await begin(caseId, file, name)
    upload = state.upload
    offset = state.offset
    chunkBytes = Math.min(usualChunkBytes, state.chunk_bytes)
    steps.begun?.(upload)
  }
  steps.progress?.(file.size === 0 ? 0 : offset / file.size)
  let outOfStep = 0
  while (offset < file.size) {
    try {
      offset = (await append(upload, offset, file.slice(offset, offset + chunkBytes), steps.signal)).offset
    } catch (thrown) {
      // The piece before may have arrived although its answer did not: the node knows where to go on.
      if (!(thrown instanceof ProblemError) || thrown.status !== 409 || outOfStep >= 3) throw thrown
      outOfStep += 1
      offset = (await stateOf(upload)).offset
    }
    steps.progress?.(offset / file.size)
  }
  return complete(upload)
}
