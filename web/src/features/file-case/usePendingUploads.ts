import { onScopeDispose, shallowRef, triggerRef } from 'vue'
import { newCommandId } from '../../api/client'
import type { Attachment, CaseId, Problem } from '../../api/contract'
import { keptOnPhone, type KeptUpload } from '../../api/keptOnPhone'
import { mayRetry, problemOf } from '../../api/problem'
import { largestFileBytes, sendFile } from '../../api/uploads'
import { t } from '../../i18n'
import { formatBytes } from '../../ui/format'

export interface PendingUpload extends KeptUpload { share: number; problem?: Problem; refused?: boolean }

const retryAfterMs = 5000

/**
 * Files on their way into a filing: in pieces, one after another, going on after a reload or a break of the network.
 * `onUploaded` hears each file when the court has all of it. `keptAs` names the form they belong to, where a case has several.
 */
export function usePendingUploads(caseId: CaseId, onUploaded: (attachment: Attachment) => void, keptAs: string = caseId) {
  const uploads = shallowRef<PendingUpload[]>([])
  let running = false
  let gone = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function keep(upload: PendingUpload): Promise<void> {
    const { id, kind, name, bytes, upload: begun } = upload
    await (await keptOnPhone()).put('uploads', { id, case: keptAs, kind, name, bytes, upload: begun })
  }
  async function drop(id: string): Promise<void> {
    uploads.value = uploads.value.filter((one) => one.id !== id)
    await (await keptOnPhone()).delete('uploads', id)
  }

  async function run(): Promise<void> {
    if (running || gone) return
    running = true
    clearTimeout(timer)
    try {
      for (;;) {
        const next = uploads.value.find((one) => !one.refused)
        if (!next || gone) return
        try {
          next.problem = undefined
          const done = await sendFile(caseId, next.bytes, next.name, {
            upload: next.upload,
            begun: (upload) => { next.upload = upload; void keep(next) },
            progress: (share) => { next.share = share; triggerRef(uploads) },
          })
          if (gone) return
          onUploaded({ kind: next.kind, name: next.name, blob: { ...done.blob, name: done.blob.name ?? next.name } })
          await drop(next.id)
        } catch (thrown) {
          next.problem = problemOf(thrown)
          next.refused = !mayRetry(next.problem)
          triggerRef(uploads)
          if (!next.refused) { timer = setTimeout(run, retryAfterMs); return }
        }
      }
    } finally {
      running = false
    }
  }

  /** Takes files in; returns why the ones that were not taken were not. */
  async function add(kind: Attachment['kind'], files: File[]): Promise<string[]> {
    const refused: string[] = []
    for (const file of files) {
      if (file.size > largestFileBytes) { refused.push(`${file.name}：${t('file.too_large', { size: formatBytes(file.size), most: formatBytes(largestFileBytes) })}`); continue }
      if (file.size === 0) { refused.push(`${file.name}：${t('file.empty')}`); continue }
      const upload: PendingUpload = { id: newCommandId(), case: keptAs, kind, name: file.name, bytes: file, share: 0 }
      await keep(upload)
      uploads.value = [...uploads.value, upload]
    }
    void run()
    return refused
  }
  function retry(id: string): void {
    const upload = uploads.value.find((one) => one.id === id)
    if (!upload) return
    upload.refused = false
    upload.problem = undefined
    triggerRef(uploads)
    void run()
  }

  void (async () => {
    const kept = await (await keptOnPhone()).getAllFromIndex('uploads', 'case', keptAs)
    if (kept.length === 0 || gone) return
    uploads.value = [...kept.map((one) => ({ ...one, share: 0 })), ...uploads.value]
    void run()
  })()
  const online = () => { void run() }
  window.addEventListener('online', online)
  onScopeDispose(() => { gone = true; clearTimeout(timer); window.removeEventListener('online', online) })
  return { uploads, add, retry, drop }
}
