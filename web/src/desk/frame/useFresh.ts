import { onScopeDispose, ref, shallowRef, watch, type WatchSource } from 'vue'
import type { Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'

/**
 * What the node answers to `fetch`, asked again whenever `when` changes. What is on the page stays while it is asked again;
 * an answer that was overtaken is dropped.
 */
export function useFresh<T>(fetch: () => Promise<T>, when: WatchSource) {
  const value = shallowRef<T>()
  const problem = ref<Problem>()
  const loading = ref(true)
  let turn = 0

  async function load(): Promise<void> {
    const mine = ++turn
    try {
      const got = await fetch()
      if (mine !== turn) return
      value.value = got
      problem.value = undefined
    } catch (thrown) {
      if (mine === turn) problem.value = problemOf(thrown)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  // What was asked for before anything was known is not asked twice when it becomes known.
  watch(when, (_, before) => { if (before !== undefined || problem.value) void load() })
  onScopeDispose(() => { turn += 1 })
  void load()
  return { value, problem, loading, load }
}
