import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { previewDocument, previewPage, type PreviewedDocument, type Written } from '../../api/documents'
import type { CaseId, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'

const restMs = 800
/** Pictures that are kept while pages are turned. */
const mostPictures = 24

/**
 * A document as it would be printed, while it is being written: asked for when the hand rests, page by page as a picture. The last
 * paper that could be set stays while what is typed cannot be; `incomplete` then says what is missing.
 */
export function usePreview(caseId: CaseId, written: () => Written | undefined) {
  const paper = shallowRef<Pick<PreviewedDocument, 'n_pages' | 'sha256'>>()
  const problem = ref<Problem>()
  const setting = ref(false)
  const drawing = ref(false)
  const page = ref(0)
  const width = ref(1080)
  /** What the paper was set from. */
  let source: Written | undefined
  const pictures = shallowRef(new Map<string, string>())
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | undefined
  let drawn: AbortController | undefined
  let said = ''

  const nameOf = (index: number) => (paper.value ? `${paper.value.sha256} ${index} ${width.value}` : '')
  const picture = computed(() => pictures.value.get(nameOf(page.value)))
  const incomplete = computed(() => (problem.value?.code === 'document_not_in_order' ? problem.value.fields ?? [] : []))
  /** What stands against it beyond what is missing. */
  const trouble = computed(() => (problem.value && problem.value.code !== 'document_not_in_order' ? problem.value : undefined))

  async function set(): Promise<void> {
    const now = written()
    if (!now) return
    const words = JSON.stringify(now)
    if (words === said && !problem.value) return
    asked?.abort()
    const mine = new AbortController()
    asked = mine
    setting.value = true
    try {
      const got = await previewDocument(caseId, now, mine.signal)
      said = words
      source = now
      problem.value = undefined
      paper.value = { n_pages: got.n_pages, sha256: got.sha256 }
      page.value = Math.min(page.value, got.n_pages - 1)
      await draw()
    } catch (thrown) {
      if (!mine.signal.aborted) { problem.value = problemOf(thrown); said = '' }
    } finally {
      if (asked === mine) setting.value = false
    }
  }
  function keep(name: string, url: string): void {
    const all = new Map(pictures.value).set(name, url)
    for (const [old, gone] of all) {
      if (all.size <= mostPictures) break
      if (old === name) continue
      all.delete(old)
      URL.revokeObjectURL(gone)
    }
    pictures.value = all
  }
  async function draw(): Promise<void> {
    const name = nameOf(page.value)
    if (!source || name === '' || pictures.value.has(name)) return
    drawn?.abort()
    const mine = new AbortController()
    drawn = mine
    drawing.value = true
    try {
      keep(name, URL.createObjectURL(await previewPage(caseId, source, page.value, width.value, mine.signal)))
    } catch (thrown) {
      if (!mine.signal.aborted) problem.value = problemOf(thrown)
    } finally {
      if (drawn === mine) drawing.value = false
    }
  }
  watch(() => JSON.stringify(written()), () => {
    clearTimeout(timer)
    timer = setTimeout(() => { void set() }, paper.value ? restMs : 50)
  }, { immediate: true })
  watch([page, width], () => { void draw() })
  onScopeDispose(() => {
    clearTimeout(timer)
    asked?.abort()
    drawn?.abort()
    for (const url of pictures.value.values()) URL.revokeObjectURL(url)
  })
  return { paper, problem, trouble, incomplete, setting, drawing, page, width, picture, again: set }
}
export type Preview = ReturnType<typeof usePreview>
