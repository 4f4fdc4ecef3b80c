import 'fake-indexeddb/auto'
import { Blob as StorableBlob } from 'node:buffer'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { ProblemError, offlineProblem } from '../../api/problem'
import type { Problem } from '../../api/contract'
import { keptExhibit, keptExhibits, newExhibit } from './keptExhibits'
import type { ExhibitDraft } from './useExhibitDraft'

const submitEvidence = vi.fn()
const sendFile = vi.fn()
vi.mock('../../api/evidence', () => ({ submitEvidence: (...given: unknown[]) => submitEvidence(...given) }))
vi.mock('../../api/uploads', () => ({ largestFileBytes: 1000, sendFile: (...given: unknown[]) => sendFile(...given) }))
vi.mock('../../api/reference', () => ({ showNode: () => Promise.resolve({ file_bytes: 1000 }) }))
const { useExhibitDraft } = await import('./useExhibitDraft')

const receipt = { case: 'c', origin: 'front', seq: 7, hash: 'h', at: '2026-06-18T09:30:00.000+08:00', command_id: 'x', signature: 's' }
const refusal = (code: string, status: number): ProblemError => new ProblemError({ ...offlineProblem(), code, status } as Problem)
// The test page's own blobs cannot be kept in a store; those of Node can.
const pdf = (name: string) => ({ bytes: new StorableBlob(['%PDF-1.7'], { type: 'application/pdf' }) as unknown as Blob, name })
const ended = (draft: ExhibitDraft) => vi.waitFor(() => expect(draft.receipt.value ?? draft.problem.value).toBeDefined())
let scopes: EffectScope[]
function open(kept = newExhibit('c', 'p')): { draft: ExhibitDraft; leave(): void; id: string } {
  const scope = effectScope()
  scopes.push(scope)
  return { draft: scope.run(() => useExhibitDraft('c', kept))!, leave: () => scope.stop(), id: kept.id }
}
beforeEach(() => {
  scopes = []
  submitEvidence.mockReset().mockResolvedValue(receipt)
  sendFile.mockReset().mockImplementation((_case, file: Blob, name: string) => Promise.resolve({ blob: { sha256: name, size_bytes: file.size, media_type: file.type, name } }))
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }))
})
afterEach(() => { for (const scope of scopes) scope.stop() })

test('what was begun is found again after the page was left, with its files', async () => {
  const { draft, leave, id } = open()
  sendFile.mockRejectedValue(new ProblemError(offlineProblem()))
  await draft.add([pdf('借款合同.pdf')])
  expect(draft.exhibit.fields.name).toBe('借款合同')
  draft.exhibit.fields.purpose = '证明借款'
  await new Promise((done) => setTimeout(done, 400))
  leave()
  const kept = await keptExhibit(id)
  expect(kept?.fields.purpose).toBe('证明借款')
  sendFile.mockClear().mockResolvedValue({ blob: { sha256: 'b', size_bytes: 8, media_type: 'application/pdf' } })
  const again = open(kept)
  await vi.waitFor(() => expect(again.draft.uploadsLeft.value).toBe(0))
  expect((sendFile.mock.calls[0]![1] as Blob).size).toBe(8)
  await again.draft.discard()
})

test('an act whose answer was lost is asked for again under the same id, and the draft goes with the receipt', async () => {
  const { draft, id } = open()
  await draft.add([pdf('a.pdf')])
  submitEvidence.mockRejectedValueOnce(new ProblemError(offlineProblem()))
  await draft.submit(false)
  await ended(draft)
  expect([draft.receipt.value, draft.sending.value, draft.problem.value?.code]).toEqual([undefined, true, 'offline'])
  expect((await keptExhibit(id))?.command).toBe(submitEvidence.mock.calls[0]![2])
  await draft.retry()
  expect(draft.receipt.value).toEqual(receipt)
  expect(submitEvidence.mock.calls[1]![2]).toBe(submitEvidence.mock.calls[0]![2])
  expect(await keptExhibits('c', 'p')).toEqual([])
})

test('a refusal ends the act: what is changed after it is a new one', async () => {
  const { draft, id } = open()
  await draft.add([pdf('a.pdf')])
  submitEvidence.mockRejectedValueOnce(refusal('no_purpose', 422))
  await draft.submit(false)
  await ended(draft)
  expect([draft.sending.value, draft.problem.value?.code]).toEqual([false, 'no_purpose'])
  await draft.submit(false)
  await vi.waitFor(() => expect(draft.receipt.value).toEqual(receipt))
  expect(submitEvidence.mock.calls[1]![2]).not.toBe(submitEvidence.mock.calls[0]![2])
  expect(await keptExhibit(id)).toBeUndefined()
})

test('files that the court no longer has go there once more', async () => {
  const { draft } = open()
  await draft.add([pdf('a.pdf')])
  await vi.waitFor(() => expect(draft.uploadsLeft.value).toBe(0))
  submitEvidence.mockRejectedValueOnce(refusal('unknown_blob', 422))
  await draft.submit(false)
  await ended(draft)
  await vi.waitFor(() => expect(draft.sending.value).toBe(false))
  await draft.submit(false)
  await vi.waitFor(() => expect(draft.receipt.value).toEqual(receipt))
  expect(sendFile).toHaveBeenCalledTimes(2)
})

test('nothing is kept of a page on which nothing was done', async () => {
  const { leave, id } = open()
  leave()
  await new Promise((done) => setTimeout(done, 50))
  expect(await keptExhibit(id)).toBeUndefined()
})
