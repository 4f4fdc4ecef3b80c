import { onScopeDispose, ref, shallowRef } from 'vue'
import type { CaseId, ExchangeView, NodeInfo, Problem } from '../../api/contract'
import { listCases } from '../../api/cases'
import { showExchange } from '../../api/exchange'
import { problemOf } from '../../api/problem'
import { showNode } from '../../api/reference'
import { noteAlarm } from '../frame/useRailCounts'

const refreshMs = 3_000

/** How the link is, asked every 3 s while the page is looked at. What was known stays when the node does not answer. */
export function useExchange() {
  const exchange = shallowRef<ExchangeView>()
  const info = shallowRef<NodeInfo>()
  const problem = ref<Problem>()
  const now = ref(Date.now())
  /** Numbers of the viewer's own cases; of others only the system number is known. */
  const numbers = shallowRef(new Map<CaseId, string>())
  let asking = false
  const load = async () => {
    if (asking || document.visibilityState !== 'visible') return
    asking = true
    try {
      info.value ??= await showNode()
      exchange.value = await showExchange()
      now.value = Date.now()
      problem.value = undefined
      noteAlarm(exchange.value.alarm)
    } catch (thrown) {
      problem.value = problemOf(thrown)
    } finally {
      asking = false
    }
  }
  const name = async () => {
    const both = await Promise.all([listCases({ state: 'open' }), listCases({ state: 'closed' })])
    numbers.value = new Map(both.flat().flatMap((card) => (card.case_number ? [[card.case, card.case_number] as const] : [])))
  }
  name().catch(() => { /* the cases keep their system numbers */ })
  void load()
  const ticker = setInterval(() => { void load() }, refreshMs)
  onScopeDispose(() => clearInterval(ticker))
  return { exchange, info, problem, now, numbers, load }
}
