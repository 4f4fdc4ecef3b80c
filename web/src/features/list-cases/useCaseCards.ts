import { onScopeDispose, ref, watch } from 'vue'
import { listCases } from '../../api/cases'
import type { CaseCard, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { joinWaiting, session } from '../../api/session'

const refreshMs = 20_000
/** Cases of somebody who has just enrolled are on their way from the court's network: an empty list is looked at again soon. */
const soonMs = 3_000
const soonForMs = 120_000

/** The viewer's cases, newest word first, kept fresh while the page is looked at. */
export function useCaseCards() {
  const words = ref('')
  const state = ref<'open' | 'closed'>('open')
  const cards = ref<CaseCard[]>([])
  const loading = ref(true)
  const problem = ref<Problem>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let ticker: ReturnType<typeof setTimeout> | undefined
  let turn = 0
  const since = Date.now()

  async function load(): Promise<void> {
    const mine = ++turn
    try {
      // What waits is not why the list is looked at: a failure here shows with the list, if it lasts.
      if (session.value && !session.value.staff) await joinWaiting().catch(() => 0)
      const answer = await listCases({ q: words.value.trim() || undefined, state: state.value })
      if (mine !== turn) return
      cards.value = answer.sort((a, b) => Date.parse(b.last?.at ?? '1970-01-01') - Date.parse(a.last?.at ?? '1970-01-01'))
      problem.value = undefined
    } catch (thrown) {
      if (mine === turn) problem.value = problemOf(thrown)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  watch(words, () => { clearTimeout(timer); timer = setTimeout(load, 250) })
  watch(state, () => { loading.value = true; cards.value = []; void load() })
  function tick(): void {
    const soon = cards.value.length === 0 && state.value === 'open' && Date.now() - since < soonForMs
    ticker = setTimeout(() => { if (document.visibilityState === 'visible') void load(); tick() }, soon ? soonMs : refreshMs)
  }
  const onVisible = () => { if (document.visibilityState === 'visible') void load() }
  document.addEventListener('visibilitychange', onVisible)
  onScopeDispose(() => { clearTimeout(ticker); clearTimeout(timer); turn += 1; document.removeEventListener('visibilitychange', onVisible) })
  void load()
  tick()
  return { words, state, cards, loading, problem, load }
}
