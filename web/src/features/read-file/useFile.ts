import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { fetchPage, listMarks, recordExhibitLook, recordLook, setMark, showFile } from '../../api/caseFile'
import type { CaseId, EntryRef, FileIndex, FileMark, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { markAt, rowsOf, type Place } from './filePages'
import { Pictures } from './pictures'

/** Where the reader left, on this phone only: a volume and a page number. */
const keptKey = (caseId: CaseId, internal: boolean) => `file-at:${caseId}${internal ? ':internal' : ''}`

/**
 * The file of a case as one reader reads it: its index, pages as pictures, marks, where they left, and the record of the look.
 *
 * Call it inside a component; it lets go of the pictures when that ends.
 */
export function useFile(caseId: CaseId, internal: boolean, width: () => number) {
  const index = shallowRef<FileIndex>()
  const marks = shallowRef<FileMark[]>([])
  const problem = ref<Problem>()
  const loading = ref(true)
  /** Whether the look of today was recorded just now. */
  const recorded = ref(false)
  const rows = computed(() => (index.value ? rowsOf(index.value) : []))

  const pictures = new Pictures({
    fetch: (key, signal) => {
      const [volume, page] = key.split('-').map(Number)
      return fetchPage(caseId, volume!, page!, width(), signal)
    },
    toUrl: (picture) => URL.createObjectURL(picture),
    letGo: (url) => URL.revokeObjectURL(url),
  })
  onScopeDispose(() => pictures.end())

  async function load(): Promise<void> {
    loading.value = true
    problem.value = undefined
    try {
      const [fresh, mine] = await Promise.all([showFile(caseId, internal), listMarks(caseId)])
      index.value = fresh
      marks.value = mine
      if (!fresh.opened_today && fresh.actions.includes('look_at_file')) {
        await recordLook(caseId, internal)
        recorded.value = true
      }
    } catch (thrown) {
      problem.value = problemOf(thrown)
    } finally {
      loading.value = false
    }
  }

  /** Asks again what is open: a restricted exhibit closes ten minutes after a look. */
  async function refresh(): Promise<void> {
    try {
      index.value = await showFile(caseId, internal)
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }

  /** Records a look at a restricted exhibit and opens its pages. */
  async function unlock(exhibit: EntryRef): Promise<boolean> {
    try {
      await recordExhibitLook(caseId, exhibit)
      await refresh()
      return true
    } catch (thrown) {
      problem.value = problemOf(thrown)
      return false
    }
  }

  /** Marks a page; shown only once the court has kept it. */
  async function mark(place: Place, change: Partial<Pick<FileMark, 'bookmarked' | 'note'>>): Promise<boolean> {
    const known = markAt(marks.value, place)
    const next = { volume: place.volume, page: place.page, bookmarked: known?.bookmarked ?? false, note: known?.note ?? '', ...change }
    try {
      await setMark(caseId, next)
    } catch (thrown) {
      problem.value = problemOf(thrown)
      return false
    }
    const others = marks.value.filter((one) => one !== known)
    const kept = next.bookmarked || next.note ? [{ ...next, at: new Date().toISOString() }] : []
    marks.value = [...others, ...kept].sort((a, b) => a.volume - b.volume || a.page - b.page)
    return true
  }

  function leftAt(): Place | undefined {
    try {
      const [volume, page] = (localStorage.getItem(keptKey(caseId, internal)) ?? '').split('-').map(Number)
      return volume && page ? { volume, page } : undefined
    } catch { return undefined }
  }
  function leave(place: Place): void {
    try { localStorage.setItem(keptKey(caseId, internal), `${place.volume}-${place.page}`) } catch { /* private browsing: reading begins at the front */ }
  }

  return { index, rows, marks, problem, loading, recorded, pictures, load, refresh, unlock, mark, leftAt, leave }
}
export type OpenedFile = ReturnType<typeof useFile>
