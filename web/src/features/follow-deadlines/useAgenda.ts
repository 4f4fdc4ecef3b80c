import { onScopeDispose, ref, shallowRef } from 'vue'
import { showAgenda } from '../../api/agenda'
import type { CaseAgenda, CaseId, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'

/** Deadlines of a case, for the pages that stand beside its space. */
export function useAgenda(caseId: CaseId) {
  const agenda = shallowRef<CaseAgenda>()
  const problem = ref<Problem>()
  let gone = false
  async function load(): Promise<void> {
    problem.value = undefined
    try {
      const fresh = await showAgenda(caseId)
      if (!gone) agenda.value = fresh
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }
  // The day may have changed while the page was away.
  const onVisible = () => { if (document.visibilityState === 'visible') void load() }
  document.addEventListener('visibilitychange', onVisible)
  onScopeDispose(() => { gone = true; document.removeEventListener('visibilitychange', onVisible) })
  void load()
  return { agenda, problem, load }
}
