import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { showCase } from '../../api/cases'
import { caseStream } from '../../api/caseStream'
import type { CaseDetail, CaseId, EntryRef, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { servedLooks } from '../../api/servedLooks'
import { showService, type CaseService } from '../../api/service'
import { attemptFor, itemOf } from '../../casespace/served'

/** Service in a case as the viewer may see it, kept up to date while the page is open. */
export function useService(caseId: CaseId) {
  const service = shallowRef<CaseService>()
  const detail = shallowRef<CaseDetail>()
  const problem = ref<Problem>()
  let stop: (() => void) | undefined
  let gone = false
  let asking: Promise<void> | undefined
  let again = false

  async function ask(): Promise<void> {
    do {
      again = false
      const [freshService, freshDetail] = await Promise.all([showService(caseId), showCase(caseId)])
      if (gone) return
      service.value = freshService
      detail.value = freshDetail
    } while (again)
  }
  /** Asks again; what comes in meanwhile is asked for once more. */
  function reload(): Promise<void> {
    if (asking) { again = true; return asking }
    asking = ask().finally(() => { asking = undefined })
    return asking
  }
  const quietly = () => { reload().catch(() => { /* asked again with the next change */ }) }
  async function load(): Promise<void> {
    problem.value = undefined
    try {
      await reload()
      if (gone || !detail.value) return
      stop ??= caseStream().open(caseId, detail.value.heads, {
        entries: (entries) => { if (entries.some((entry) => entry.body.type !== 'message_posted')) quietly() },
        read: () => { /* not drawn here */ }, presence: () => { /* not drawn here */ }, called: () => { /* not drawn here */ },
        changed: quietly, sightChanged: quietly,
      })
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }
  const online = () => { if (problem.value) void load(); else quietly() }
  window.addEventListener('online', online)
  onScopeDispose(() => { gone = true; stop?.(); window.removeEventListener('online', online) })
  void load()
  return { service, detail, problem, load, reload }
}

/** One served paper: how it stands, and the first look at it, told to the court once. */
export function usePaper(caseId: CaseId, paper: EntryRef, recipient?: number) {
  const { service, detail, problem, load, reload } = useService(caseId)
  const item = computed(() => itemOf(service.value?.items ?? [], paper, recipient))
  let told = false
  /** The content has been on the screen, or was saved. */
  function seen(): void {
    const sent = item.value && attemptFor(item.value, 'open_served')?.entry
    if (told || !sent) return
    told = true
    servedLooks().add({ case: caseId, sent, paper }).catch(() => { told = false })
  }
  const stopHearing = servedLooks().onTold(() => { reload().catch(() => { /* asked again with the next change */ }) })
  onScopeDispose(stopHearing)
  return { service, detail, item, problem, load, reload, seen }
}
