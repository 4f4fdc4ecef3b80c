import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { FilingView, Problem } from '../../api/contract'
import { deskFilings } from '../../api/filings'
import { problemOf } from '../../api/problem'
import { noteFilings } from '../frame/useRailCounts'
import { filingMatches } from '../quick-find/useQuickFind'

export type QueueName = 'open' | 'waiting' | 'done'
const refreshMs = 20_000

/** The tab in which a filing stands. */
export function queueOf(filing: Pick<FilingView, 'state'>): QueueName {
  switch (filing.state) {
    case 'submitted': return 'open'
    case 'correction': return 'waiting'
    case 'registered':
    case 'not_accepted':
    case 'lapsed': return 'done'
    default: { const unknown: never = filing.state; void unknown; return 'done' }
  }
}

/** Whether the filer has corrected once already: the node then offers every decision but another correction. */
export function wasCorrected(filing: Pick<FilingView, 'state' | 'actions'>): boolean {
  return filing.state === 'submitted' && filing.actions.includes('register_case') && !filing.actions.includes('request_correction')
}

/** The review queue of one's court: three lists, kept fresh while the page is looked at. */
export function useFilingQueue() {
  const tab = ref<QueueName>('open')
  const words = ref('')
  const queues = shallowRef<Partial<Record<QueueName, FilingView[]>>>({})
  const problem = ref<Problem>()
  const loading = computed(() => queues.value[tab.value] === undefined && !problem.value)
  const shown = computed(() => (queues.value[tab.value] ?? []).filter((filing) => filingMatches(filing, words.value)))
  let gone = false

  async function load(): Promise<void> {
    // What is decided is long and changes rarely: asked only while it is looked at.
    const wanted: QueueName[] = tab.value === 'done' ? ['open', 'waiting', 'done'] : ['open', 'waiting']
    try {
      const lists = await Promise.all(wanted.map((name) => deskFilings(name)))
      if (gone) return
      const fresh = { ...queues.value }
      wanted.forEach((name, index) => { fresh[name] = lists[index] })
      queues.value = fresh
      noteFilings(fresh.open?.length ?? 0)
      problem.value = undefined
    } catch (thrown) {
      if (!gone) problem.value = problemOf(thrown)
    }
  }
  watch(tab, load)
  const look = () => { if (document.visibilityState === 'visible') void load() }
  const ticker = setInterval(look, refreshMs)
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => { gone = true; clearInterval(ticker); document.removeEventListener('visibilitychange', look) })
  void load()

  const count = (name: QueueName): number | undefined => queues.value[name]?.length
  return { tab, words, shown, loading, problem, load, count }
}
