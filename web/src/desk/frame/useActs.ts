import { ref } from 'vue'
import type { CaseId, Problem } from '../../api/contract'
import { mayRetry, problemOf } from '../../api/problem'
import { actDone, actKey } from '../../features/file-case/actKey'

/**
 * Acts on one case, one at a time. Each runs under a command id that stays the same until it is settled, so that
 * doing it again after a lost answer is the same act. Resolves to whether the court has it; else `problem` says why not.
 */
export function useActs(caseId: CaseId, after: () => Promise<unknown>) {
  const busy = ref(false)
  const problem = ref<Problem>()

  async function act(name: string, what: unknown, run: (key: string) => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = undefined
    // The id belongs to this very decision: other words are another act.
    const kept = `${name} ${caseId} ${JSON.stringify(what)}`
    try {
      await run(actKey(kept))
      actDone(kept)
      // The act is done whether or not the page can be brought up to date now.
      await after().catch(() => undefined)
      return true
    } catch (thrown) {
      problem.value = problemOf(thrown)
      if (!mayRetry(problem.value)) actDone(kept)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, act }
}
