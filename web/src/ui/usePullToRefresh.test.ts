import { expect, test, vi } from 'vitest'
import { usePullToRefresh } from './usePullToRefresh'

const touch = (clientY: number) => ({ touches: [{ clientY }] }) as unknown as TouchEvent

test('pulling far enough at the top refreshes, once', async () => {
  const refresh = vi.fn(async () => undefined)
  const { handlers, ready, pulled } = usePullToRefresh(() => ({ scrollTop: 0 }) as Element, refresh)
  handlers.touchstart(touch(100))
  handlers.touchmove(touch(180))
  expect(ready.value).toBe(false)
  handlers.touchmove(touch(260))
  expect(ready.value).toBe(true)
  handlers.touchend()
  handlers.touchend()
  expect([refresh.mock.calls.length, pulled.value]).toEqual([1, 0])
})
test('scrolling further down in the list is no pull', () => {
  const refresh = vi.fn(async () => undefined)
  const { handlers, pulled } = usePullToRefresh(() => ({ scrollTop: 40 }) as Element, refresh)
  handlers.touchstart(touch(100))
  handlers.touchmove(touch(400))
  handlers.touchend()
  expect([pulled.value, refresh.mock.calls.length]).toEqual([0, 0])
})
