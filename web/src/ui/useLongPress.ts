/**
 * Handlers that call `act` after a finger has rested for half a second, or for the context menu of mouse and keyboard.
 * Bind with `v-on`.
 */
export function useLongPress(act: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let startX = 0
  let startY = 0
  let fired = false
  const cancel = () => { clearTimeout(timer) }
  return {
    pointerdown: (event: PointerEvent) => {
      if (event.pointerType === 'mouse') return
      fired = false
      startX = event.clientX
      startY = event.clientY
      clearTimeout(timer)
      timer = setTimeout(() => { fired = true; act() }, 500)
    },
    pointermove: (event: PointerEvent) => { if (Math.hypot(event.clientX - startX, event.clientY - startY) > 10) cancel() },
    pointerup: cancel,
    pointercancel: cancel,
    // The tap that ends a long press must not also open what lies under it.
    clickCapture: (event: MouseEvent) => { if (fired) { fired = false; event.preventDefault(); event.stopPropagation() } },
    contextmenu: (event: Event) => {
      event.preventDefault()
      cancel()
      if (!fired) act()
    },
  }
}
