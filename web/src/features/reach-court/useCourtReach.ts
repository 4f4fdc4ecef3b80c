import { onScopeDispose, ref } from 'vue'
import { askNode, courtUnreachable } from '../../api/exchange'
import type { NodeInfo } from '../../api/contract'
import { showNode } from '../../api/reference'

const refreshMs = 20_000
/** Often enough to say it soon after the node would: where signs of life are frequent, so are the questions. */
const refreshFor = (info: NodeInfo): number => Math.min(refreshMs, Math.max(1000, (info.court_silent_after_s ?? 60) * 250))

/** Whether this page stands on a node outside the court's network that has lost the court's own node. */
export function useCourtReach() {
  const silent = ref(false)
  let ticker: ReturnType<typeof setInterval> | undefined
  let ended = false
  const ask = async () => {
    if (document.visibilityState !== 'visible') return
    // Without an answer nothing is known of the court; that this node is out of reach is said elsewhere.
    await askNode().then((info) => { silent.value = courtUnreachable(info) }, () => undefined)
  }
  showNode().then((info) => {
    if (info.role !== 'front' || ended) return
    void ask()
    ticker = setInterval(() => { void ask() }, refreshFor(info))
  }, () => { /* no network: the page says so itself */ })
  onScopeDispose(() => { ended = true; clearInterval(ticker) })
  return silent
}
