import { ref } from 'vue'
import type { Problem } from '../../api/contract'
import { mayRetry, problemOf } from '../../api/problem'
import { actDone, actKey } from '../file-case/actKey'

/** An act that happens once however often it is tried: with its command id, whether it is under way, and why it was refused. */
export function useServiceAct(what: string) {
  const busy = ref(false)
  const problem = ref<Problem>()
  /** Does it under the id that belongs to `what`; the answer, or `undefined` when it was refused. */
  async function go<T>(act: (key: string) => Promise<T>): Promise<T | undefined> {
    busy.value = true
    problem.value = undefined
    try {
      const done = await act(actKey(what))
      actDone(what)
      return done
    } catch (thrown) {
      problem.value = problemOf(thrown)
      if (!mayRetry(problem.value)) actDone(what)
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, go }
}
