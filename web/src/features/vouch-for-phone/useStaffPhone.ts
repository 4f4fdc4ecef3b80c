import { computed, onScopeDispose, ref, watch } from 'vue'
import { showNode } from '../../api/reference'
import { recheckSession, session } from '../../api/session'

const askAgainMs = 2_000

/**
 * What a member of staff may do by themselves on this page: `desk` in the court's network; outside it `new` before the
 * passkey has vouched for this phone, `waits` until the court's own node has confirmed it, then `ready`.
 */
export function useStaffPhone() {
  const outside = ref(false)
  showNode().then((info) => { outside.value = info.role === 'front' }, () => { /* no network: the page says so itself */ })
  const state = computed<'none' | 'desk' | 'new' | 'waits' | 'ready'>(() => {
    if (!session.value?.staff) return 'none'
    if (!outside.value) return 'desk'
    if (!session.value.device) return 'new'
    return session.value.device.state === 'active' ? 'ready' : 'waits'
  })
  let ticker: ReturnType<typeof setInterval> | undefined
  watch(state, (now) => {
    clearInterval(ticker)
    if (now !== 'waits') return
    ticker = setInterval(() => { recheckSession().catch(() => { /* asked again with the next tick */ }) }, askAgainMs)
  }, { immediate: true })
  onScopeDispose(() => clearInterval(ticker))
  return state
}
