import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { deskService, type DeskService, type ServiceQueue } from '../../api/serving'
import type { Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { noteService } from '../frame/useRailCounts'

const refreshMs = 20_000
export const serviceQueues: readonly ServiceQueue[] = ['stuck', 'waiting', 'effective', 'all']
/** How many items lie in a queue. */
export function nOf(queue: ServiceQueue, counts: DeskService['counts']): number {
  const waiting = counts.sent + counts.arrived + counts.opened + counts.acknowledged
  switch (queue) {
    case 'stuck': return counts.stuck
    // What is stuck without having failed has arrived and waits for nobody any more.
    case 'waiting': return Math.max(0, waiting - Math.max(0, counts.stuck - counts.failed))
    case 'effective': return counts.effective
    case 'all': return waiting + counts.effective + counts.failed
    default: { const unknown: never = queue; void unknown; return 0 }
  }
}

/** Service over all cases of the viewer, kept fresh while the page is looked at. */
export function useDeskService() {
  const queue = ref<ServiceQueue>('stuck')
  const found = shallowRef<DeskService>()
  const problem = ref<Problem>()
  let turn = 0
  let begun = false

  async function load(): Promise<void> {
    const mine = ++turn
    try {
      const got = await deskService(queue.value)
      if (mine !== turn) return
      found.value = got
      problem.value = undefined
      noteService(got.counts.stuck)
      // A day on which nothing is stuck begins with what is on its way.
      if (!begun && queue.value === 'stuck' && got.counts.stuck === 0 && nOf('waiting', got.counts) > 0) queue.value = 'waiting'
      begun = true
    } catch (thrown) {
      if (mine === turn) problem.value = problemOf(thrown)
    }
  }
  watch(queue, () => { found.value = undefined; void load() })
  const look = () => { if (document.visibilityState === 'visible') void load() }
  const ticker = setInterval(look, refreshMs)
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => { turn += 1; clearInterval(ticker); document.removeEventListener('visibilitychange', look) })
  void load()
  return {
    queue, problem, load, counts: computed(() => found.value?.counts),
    items: computed(() => [...found.value?.items ?? []].sort((a, b) => a.sent_at.localeCompare(b.sent_at))),
    loading: computed(() => found.value === undefined && problem.value === undefined),
  }
}
