import { call } from './client'
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

const begin = (caseId: CaseId, file: Blob, name: string) =>
  call<UploadState>('POST', `/api/cases/${encodeURIComponent(caseId)}/uploads`, {
    body: { size_bytes: file.size, media_type: file.type || 'application/octet-stream', name },
  })
const stateOf = (upload: string) => call<UploadState>('GET', `/api/uploads/${upload}`)
const append = (upload: string, offset: number, bytes: Blob, signal?: AbortSignal) =>
  call<{ offset: number }>('PATCH', `/api/uploads/${upload}`, { query: { offset }, body: bytes, signal })
const complete = (upload: string) => call<Uploaded>('POST', `/api/uploads/${upload}/completion`)

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
      chunkBytes = state.chunk_bytes ?? chunkBytes
    } catch (thrown) {
      if (!(thrown instanceof ProblemError) || thrown.status !== 404) throw thrown
      upload = undefined
    }
  }
  if (!upload) {
    const state = await begin(caseId, file, name)
    upload = state.upload
    offset = state.offset
    chunkBytes = state.chunk_bytes ?? chunkBytes
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
