import { ref } from 'vue'

const enoughPx = 70
/**
 * Pulling a list down at its top looks at it anew. `pulled` is how far, in px, `ready` whether letting go now refreshes. Bind
 * `handlers` with `v-on` to what is pulled; `scroller` says what scrolls it.
 */
export function usePullToRefresh(scroller: () => Element | null | undefined, refresh: () => Promise<unknown>) {
  const pulled = ref(0)
  const ready = ref(false)
  const busy = ref(false)
  let from: number | undefined
  function end(): void {
    const go = ready.value && from !== undefined
    from = undefined
    pulled.value = 0
    ready.value = false
    if (!go || busy.value) return
    busy.value = true
    void refresh().finally(() => { busy.value = false })
  }
  const handlers = {
    touchstart: (event: TouchEvent) => { from = event.touches.length === 1 && (scroller()?.scrollTop ?? 0) <= 0 ? event.touches[0]!.clientY : undefined },
    touchmove: (event: TouchEvent) => {
      if (from === undefined) return
      // The list follows the finger half as fast, so that it feels held.
      pulled.value = Math.min(110, Math.max(0, (event.touches[0]!.clientY - from) / 2))
      ready.value = pulled.value >= enoughPx
    },
    touchend: end,
    touchcancel: () => { from = undefined; pulled.value = 0; ready.value = false },
  }
  return { pulled, ready, busy, handlers }
}
