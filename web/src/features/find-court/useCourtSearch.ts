import { computed, onScopeDispose, ref, watch } from 'vue'
import type { Court, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { searchCourts } from '../../api/reference'

/** Courts by words or place, grouped by city; asks again a moment after the last key. */
export function useCourtSearch() {
  const words = ref('')
  const courts = ref<Court[]>([])
  const loading = ref(true)
  const problem = ref<Problem>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined

  async function ask(): Promise<void> {
    asking?.abort()
    const mine = new AbortController()
    asking = mine
    loading.value = true
    problem.value = undefined
    try {
      courts.value = await searchCourts(words.value.trim(), mine.signal)
    } catch (thrown) {
      if (mine.signal.aborted) return
      problem.value = problemOf(thrown)
    }
    loading.value = false
  }
  watch(words, () => { clearTimeout(timer); timer = setTimeout(ask, 250) })
  onScopeDispose(() => { clearTimeout(timer); asking?.abort() })
  void ask()
  const byCity = computed(() => {
    const groups = new Map<string, Court[]>()
    for (const court of courts.value) groups.set(court.city, [...(groups.get(court.city) ?? []), court])
    return [...groups]
  })
  return { words, courts, byCity, loading, problem, ask }
}
