import { onScopeDispose, ref } from 'vue'
import { askNode, courtUnreachable } from '../../api/exchange'
import { showNode } from '../../api/reference'

const refreshMs = 20_000

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
    ticker = setInterval(() => { void ask() }, refreshMs)
  }, () => { /* no network: the page says so itself */ })
  onScopeDispose(() => { ended = true; clearInterval(ticker) })
  return silent
}
