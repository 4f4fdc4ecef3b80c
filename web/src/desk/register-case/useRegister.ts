import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Cause, FilingView, Problem, Procedure, StaffLoad } from '../../api/contract'
import { listStaff } from '../../api/filings'
import { problemOf } from '../../api/problem'
import { searchCauses } from '../../api/reference'
import type { Registration } from '../review-filing/useReview'

/** Those who can take the case, each once, the least load first; among equals the order of the node stands. */
export function byLoad(lists: StaffLoad[][]): StaffLoad[] {
  const all = new Map(lists.flat().map((one) => [one.person, one]))
  return [...all.values()].sort((a, b) => a.open_cases - b.open_cases)
}
/** The procedures a kind of case can run under, the usual one first. */
export function proceduresFor(kind: FilingView['kind']): Procedure[] {
  if (kind === 'enforcement') return ['enforcement']
  return kind === 'administrative_first_instance' ? ['ordinary', 'simplified'] : ['simplified', 'small_claims', 'ordinary']
}

/** The choices of a registration: procedure, judge and clerk preset by least load, and the cause as the court names it. */
export function useRegister(filing: FilingView) {
  const procedures = proceduresFor(filing.kind)
  const procedure = ref<Procedure>(procedures[0]!)
  const judges = shallowRef<StaffLoad[]>([])
  const clerks = shallowRef<StaffLoad[]>([])
  const judge = ref<string>()
  const clerk = ref<string>()
  const loading = ref(true)
  const problem = ref<Problem>()

  async function load(): Promise<void> {
    loading.value = true
    problem.value = undefined
    try {
      const judging = filing.kind === 'enforcement' ? [listStaff('enforcement_officer'), listStaff('judge')] : [listStaff('judge')]
      const [judgeLists, clerkList] = await Promise.all([Promise.all(judging), listStaff('clerk')])
      judges.value = byLoad(judgeLists)
      judge.value ??= judges.value[0]?.person
      clerks.value = byLoad([clerkList])
      clerk.value ??= clerks.value.find((one) => one.person !== judge.value)?.person
    } catch (thrown) {
      problem.value = problemOf(thrown)
    } finally {
      loading.value = false
    }
  }
  void load()

  const words = ref('')
  const causes = shallowRef<Cause[]>([])
  const cause = ref<Cause>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined
  watch(words, () => {
    clearTimeout(timer)
    asking?.abort()
    if (!words.value.trim()) { causes.value = []; return }
    timer = setTimeout(async () => {
      const mine = new AbortController()
      asking = mine
      try { causes.value = (await searchCauses(words.value.trim(), mine.signal)).slice(0, 8) } catch (thrown) { if (!mine.signal.aborted) problem.value = problemOf(thrown) }
    }, 200)
  })
  onScopeDispose(() => { clearTimeout(timer); asking?.abort() })

  const twoPlaces = computed(() => judge.value !== undefined && judge.value === clerk.value)
  const ready = computed(() => judge.value !== undefined && clerk.value !== undefined && !twoPlaces.value)
  const choice = (): Registration => ({ procedure: procedure.value, handling_judge: judge.value, clerk: clerk.value, cause_code: cause.value?.code })
  return { procedures, procedure, judges, clerks, judge, clerk, loading, problem, load, words, causes, cause, twoPlaces, ready, choice }
}
