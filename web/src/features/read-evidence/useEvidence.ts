import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { showCase } from '../../api/cases'
import { caseStream } from '../../api/caseStream'
import type { CaseDetail, CaseId, Problem } from '../../api/contract'
import { showEvidence, type EvidenceBoard, type ExhibitView } from '../../api/evidence'
import { problemOf } from '../../api/problem'

/** The evidence of a case as the viewer may see it, kept up to date while the page is open. */
export function useEvidence(caseId: CaseId) {
  const board = shallowRef<EvidenceBoard>()
  const detail = shallowRef<CaseDetail>()
  const problem = ref<Problem>()
  const loading = ref(true)
  let stop: (() => void) | undefined
  let gone = false
  let asking: Promise<void> | undefined
  let again = false

  async function ask(): Promise<void> {
    do {
      again = false
      const [nextBoard, nextDetail] = await Promise.all([showEvidence(caseId), showCase(caseId)])
      if (gone) return
      board.value = nextBoard
      detail.value = nextDetail
    } while (again)
  }
  /** Asks again; what comes in meanwhile is asked for once more. */
  function reload(): Promise<void> {
    if (asking) { again = true; return asking }
    asking = ask().finally(() => { asking = undefined })
    return asking
  }
  async function load(): Promise<void> {
    loading.value = true
    problem.value = undefined
    try {
      await reload()
      if (gone) return
      const quietly = () => { reload().catch(() => { /* asked again with the next change */ }) }
      stop ??= caseStream().open(caseId, detail.value!.heads, {
        entries: (entries) => { if (entries.some((entry) => entry.body.type !== 'message_posted')) quietly() },
        read: () => { /* nothing here shows who has read */ },
        presence: () => { /* nor who is here */ },
        changed: quietly,
        called: () => { /* the space says so */ },
        sightChanged: quietly,
      })
    } catch (thrown) {
      if (!gone) problem.value = problemOf(thrown)
    } finally {
      loading.value = false
    }
  }
  const retry = () => { if (problem.value) void load() }
  window.addEventListener('online', retry)
  onScopeDispose(() => { gone = true; stop?.(); window.removeEventListener('online', retry) })
  void load()

  const me = computed(() => detail.value?.members.find((member) => member.person === detail.value?.me.person))
  const may = (act: EvidenceBoard['actions'][number]) => board.value?.actions.includes(act) ?? false
  /** Exhibits that wait for an opinion of the viewer's own party. */
  const mineToAnswer = computed<ExhibitView[]>(() => (board.value?.exhibits ?? []).filter((exhibit) => waitsFor(exhibit, me.value?.party)))
  return { board, detail, problem, loading, load, reload, me, may, mineToAnswer }
}
export type EvidenceState = ReturnType<typeof useEvidence>

/** Whether this party has still to say something to the exhibit, and may. */
export function waitsFor(exhibit: ExhibitView, party: number | undefined): boolean {
  return party !== undefined && exhibit.actions.includes('give_opinion') && exhibit.awaits.some((one) => one.party === party)
}
