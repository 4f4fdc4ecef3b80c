import { onScopeDispose, ref, shallowRef } from 'vue'
import type { CaseId, FilingView, Problem } from '../../api/contract'
import { answerMediation, showFiling } from '../../api/filings'
import { mayRetry, problemOf } from '../../api/problem'
import { actDone, actKey } from '../file-case/actKey'

const refreshMs = 4_000

/** One filing as its filer follows it; asked again while the page is looked at, because the court answers in its own time. */
export function useFiling(caseId: CaseId) {
  const filing = shallowRef<FilingView>()
  const problem = ref<Problem>()
  const answerProblem = ref<Problem>()
  const busy = ref(false)
  let gone = false
  async function load(): Promise<void> {
    try {
      const answer = await showFiling(caseId)
      if (gone) return
      filing.value = answer
      problem.value = undefined
    } catch (thrown) {
      if (!filing.value) problem.value = problemOf(thrown)
    }
  }
  async function answer(accepted: boolean): Promise<void> {
    busy.value = true
    answerProblem.value = undefined
    const act = `mediation ${caseId} ${accepted}`
    try {
      await answerMediation(caseId, accepted, actKey(act))
      actDone(act)
      await load()
    } catch (thrown) {
      answerProblem.value = problemOf(thrown)
      if (!mayRetry(answerProblem.value)) actDone(act)
    } finally {
      busy.value = false
    }
  }
  const timer = setInterval(() => { if (document.visibilityState === 'visible') void load() }, refreshMs)
  onScopeDispose(() => { gone = true; clearInterval(timer) })
  void load()
  return { filing, problem, answerProblem, busy, load, answer }
}
