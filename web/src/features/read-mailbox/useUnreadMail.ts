import { onScopeDispose, ref, watch } from 'vue'
import { session } from '../../api/session'
import { servedLooks } from '../../api/servedLooks'
import { countUnreadMail } from '../../api/service'

const everyMs = 30_000

/** How many served papers the person who is signed in has not opened; nothing while nobody knows. */
export function useUnreadMail() {
  const n = ref(0)
  let gone = false
  async function load(): Promise<void> {
    if (!session.value || session.value.staff) { n.value = 0; return }
    try {
      const fresh = await countUnreadMail()
      if (!gone) n.value = fresh
    } catch {
      // The number that was known stays; it is asked for again.
    }
  }
  const visible = () => { if (document.visibilityState === 'visible') void load() }
  const ticker = setInterval(visible, everyMs)
  document.addEventListener('visibilitychange', visible)
  const stop = servedLooks().onTold(() => { void load() })
  watch(session, () => { void load() }, { immediate: true })
  onScopeDispose(() => { gone = true; clearInterval(ticker); stop(); document.removeEventListener('visibilitychange', visible) })
  return { n, load }
}
