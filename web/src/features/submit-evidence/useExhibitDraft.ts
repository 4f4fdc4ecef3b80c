import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import { newCommandId } from '../../api/client'
import type { CaseId, Problem, Receipt } from '../../api/contract'
import { submitEvidence } from '../../api/evidence'
import type { KeptExhibit, KeptPage } from '../../api/exhibitsOnPhone'
import { mayRetry, problemOf } from '../../api/problem'
import { showNode } from '../../api/reference'
import { largestFileBytes, sendFile } from '../../api/uploads'
import type { Crop } from '../../api/evidence'
import type { Limits } from './checks'
import { formOf, moved } from './exhibitForm'
import { dropFile, fileOf, forgetExhibit, keepExhibit, keepFile } from './keptExhibits'
import { lookAtFile } from './lookAtFile'
import { typeOf } from './media'
import { defaultKind, defaultName, defaultOriginal } from './naming'

const retryAfterMs = 5000

/**
 * One exhibit while it is put together: its files go to the court in the background, everything else stays on the phone until
 * the receipt. A reload, a closed page or a lost network costs nothing; an act whose answer was lost is asked for again under
 * its first command id.
 */
export function useExhibitDraft(caseId: CaseId, kept: KeptExhibit) {
  const exhibit = reactive(kept)
  /** Bytes of the files on this phone, for the pictures on the page. */
  const urls = reactive(new Map<string, string>())
  const shares = reactive(new Map<string, number>())
  const looking = ref(0)
  const keepFailed = ref(false)
  const uploadProblem = ref<Problem>()
  const problem = ref<Problem>()
  const receipt = shallowRef<Receipt>()
  const sending = ref(exhibit.command !== undefined)
  let late = false
  let running = false
  let gone = false
  let over = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let keepTimer: ReturnType<typeof setTimeout> | undefined

  const isBlank = () => {
    const { named, purpose, source } = exhibit.fields
    return !over && exhibit.pages.length === 0 && !exhibit.message && !named && !purpose && !source
  }
  async function keepNow(): Promise<void> {
    clearTimeout(keepTimer)
    if (over) return
    exhibit.changed_at = Date.now()
    try {
      await keepExhibit(exhibit)
      keepFailed.value = false
    } catch {
      keepFailed.value = true
    }
  }
  watch([() => exhibit.fields, () => exhibit.pages], () => {
    clearTimeout(keepTimer)
    keepTimer = setTimeout(() => { void keepNow() }, 250)
  }, { deep: true })

  /** What nobody has chosen yet follows from the files. */
  function guess(): void {
    const { fields } = exhibit
    if (exhibit.pages.length === 0) return
    if (!fields.named) fields.name = defaultName(exhibit.pages)
    if (!fields.kind_chosen) fields.kind = defaultKind(exhibit.pages)
    if (!fields.original_chosen) fields.original = defaultOriginal(fields.kind)
  }

  async function limits(): Promise<Limits> {
    try { return await showNode() } catch { return { file_bytes: largestFileBytes } }
  }
  async function add(files: { bytes: Blob; name: string; duration_ms?: number }[]): Promise<void> {
    looking.value += 1
    try {
      const most = await limits()
      for (const { bytes, name, duration_ms } of files) {
        const media_type = typeOf({ type: bytes.type, name })
        const seen = await lookAtFile(bytes, media_type, most)
        const page: KeptPage = { id: newCommandId(), name, media_type, size_bytes: bytes.size, duration_ms, width: seen.width, height: seen.height, turn_degrees: 0, findings: seen.findings }
        try { await keepFile(exhibit.id, page.id, bytes) } catch { keepFailed.value = true }
        local.set(page.id, bytes)
        if (bytes.size > 0) urls.set(page.id, URL.createObjectURL(bytes))
        exhibit.pages.push(page)
        guess()
      }
      await keepNow()
    } finally {
      looking.value -= 1
    }
    void run()
  }
  // A phone whose store is full still hands in what is on the page.
  const local = new Map<string, Blob>()
  const bytesOf = async (page: string): Promise<Blob | undefined> => local.get(page) ?? await fileOf(page)

  async function remove(id: string): Promise<void> {
    exhibit.pages = exhibit.pages.filter((page) => page.id !== id)
    guess()
    drop(id)
    await keepNow()
    try { await dropFile(id) } catch { /* forgotten together with the exhibit */ }
  }
  function drop(id: string): void {
    const url = urls.get(id)
    if (url) URL.revokeObjectURL(url)
    urls.delete(id)
    local.delete(id)
  }
  function move(from: number, to: number): void { exhibit.pages = moved(exhibit.pages, from, to) }
  function shape(id: string, turn_degrees: number, crop: Crop | undefined): void {
    const page = exhibit.pages.find((one) => one.id === id)
    if (page) { page.turn_degrees = turn_degrees; page.crop = crop }
  }

  const waiting = (page: KeptPage) => !page.uploaded && page.findings.every((one) => one.level !== 'stop')
  const uploadsLeft = computed(() => exhibit.pages.filter(waiting).length)
  /** How much of all files is with the court, 0 to 1. */
  const share = computed(() => {
    const total = exhibit.pages.reduce((sum, page) => sum + page.size_bytes, 0)
    const done = exhibit.pages.reduce((sum, page) => sum + page.size_bytes * (page.uploaded ? 1 : shares.get(page.id) ?? 0), 0)
    return total === 0 ? 1 : done / total
  })

  async function run(): Promise<void> {
    if (running || gone) return
    running = true
    clearTimeout(timer)
    try {
      for (;;) {
        const page = exhibit.pages.find(waiting)
        if (!page || gone) break
        const bytes = await bytesOf(page.id)
        // The browser threw the bytes away: said on the page, so that the file is chosen again.
        if (!bytes) { page.findings = [{ level: 'stop', trouble: 'empty' }]; continue }
        try {
          const typed = bytes.type === page.media_type ? bytes : bytes.slice(0, bytes.size, page.media_type)
          const done = await sendFile(caseId, typed, page.name, {
            upload: page.upload,
            begun: (upload) => { page.upload = upload; void keepNow() },
            progress: (now) => { shares.set(page.id, now) },
          })
          uploadProblem.value = undefined
          page.uploaded = done
          page.upload = undefined
          await keepNow()
        } catch (thrown) {
          const why = problemOf(thrown)
          uploadProblem.value = why
          if (mayRetry(why)) { timer = setTimeout(() => { void run() }, retryAfterMs); return }
          page.upload = undefined
          page.findings = [{ level: 'stop', trouble: why.status === 413 ? 'too_large' : 'type_unknown', params: { size_bytes: page.size_bytes, most_bytes: largestFileBytes, why: why.detail ?? why.title } }]
          sending.value = false
        }
      }
    } finally {
      running = false
    }
    if (sending.value && !gone) await act()
  }

  async function act(): Promise<void> {
    if (over || uploadsLeft.value > 0) return
    problem.value = undefined
    exhibit.command ??= newCommandId()
    await keepNow()
    try {
      receipt.value = await submitEvidence(caseId, { exhibit: formOf(exhibit, late), message: exhibit.message, proposal: exhibit.proposal }, exhibit.command)
      over = true
      clearTimeout(keepTimer)
      try { await forgetExhibit(exhibit.id) } catch { /* gone with the next sign-out */ }
      sending.value = false
    } catch (thrown) {
      const why = problemOf(thrown)
      problem.value = why
      // The act may have arrived although its answer did not: asked for again, under the same id.
      if (mayRetry(why)) { timer = setTimeout(() => { void run() }, retryAfterMs); return }
      sending.value = false
      if (why.status === 401 || why.code === 'device_awaits_court') return
      exhibit.command = undefined
      // The court throws files away that nothing has named for long; what is on the phone goes there once more.
      if (why.code === 'unknown_blob') for (const page of exhibit.pages) if (await bytesOf(page.id)) page.uploaded = undefined
      await keepNow()
    }
  }
  /** Hands the exhibit in, as soon as all its files have arrived; `receipt` or `problem` tells what came of it. */
  async function submit(isLate: boolean): Promise<void> {
    late = isLate
    sending.value = true
    problem.value = undefined
    await run()
  }
  /** Goes back to writing, as long as nothing has been said to the court. */
  function hold(): void { if (!exhibit.command) sending.value = false }
  async function discard(): Promise<void> {
    over = true
    clearTimeout(keepTimer)
    await forgetExhibit(exhibit.id)
  }

  void (async () => {
    for (const page of exhibit.pages) {
      const bytes = await fileOf(page.id).catch(() => undefined)
      if (bytes && bytes.size > 0 && !gone) urls.set(page.id, URL.createObjectURL(bytes))
    }
    guess()
    late = exhibit.fields.late_reason.trim() !== ''
    void run()
  })()
  const online = () => { void run() }
  window.addEventListener('online', online)
  onScopeDispose(() => {
    gone = true
    clearTimeout(timer)
    window.removeEventListener('online', online)
    if (isBlank()) void forgetExhibit(exhibit.id)
    else if (keepTimer) void keepNow()
    for (const url of urls.values()) URL.revokeObjectURL(url)
  })
  return { exhibit, urls, shares, looking, keepFailed, uploadProblem, problem, receipt, sending, share, uploadsLeft, add, remove, move, shape, submit, hold, discard, retry: run }
}
export type ExhibitDraft = ReturnType<typeof useExhibitDraft>
