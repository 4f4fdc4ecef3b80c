import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { showCase } from '../../api/cases'
import { caseStream } from '../../api/caseStream'
import type { CaseId, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { servedLooks } from '../../api/servedLooks'
import { showMailbox, type Mailbox, type MailItem } from '../../api/service'

const everyMs = 30_000
/** Cases that are listened to; papers in the others come with the next look at the list. */
const mostStreams = 8

/** The cases of the newest papers, each once. */
export const casesOf = (items: readonly MailItem[], atMost: number): CaseId[] => [...new Set(items.map((one) => one.item.case))].slice(0, atMost)

/** The mailbox of the viewer over all their cases, fresh while it is looked at. */
export function useMailbox() {
  const which = ref<'all' | 'unread'>('all')
  const mailbox = shallowRef<Mailbox>()
  const problem = ref<Problem>()
  const loading = ref(true)
  const heard = new Map<CaseId, () => void>()
  let turn = 0
  let gone = false
  let settling: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const mine = ++turn
    try {
      const fresh = await showMailbox(which.value === 'unread')
      if (mine !== turn || gone) return
      mailbox.value = fresh
      problem.value = undefined
      void listen(fresh)
    } catch (thrown) {
      if (mine === turn) problem.value = problemOf(thrown)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  /** Several entries come with one act: they are one reason to look again. */
  function soon(): void {
    clearTimeout(settling)
    settling = setTimeout(() => { void load() }, 300)
  }
  async function listen(now: Mailbox): Promise<void> {
    for (const caseId of casesOf(now.items, mostStreams)) {
      if (heard.has(caseId) || heard.size >= mostStreams) continue
      heard.set(caseId, () => { /* not listening yet */ })
      try {
        const { heads } = await showCase(caseId)
        if (gone) return
        const nothing = () => { /* not drawn here */ }
        heard.set(caseId, caseStream().open(caseId, heads, {
          entries: (entries) => { if (entries.some((entry) => entry.body.type !== 'message_posted')) soon() },
          read: nothing, presence: nothing, called: nothing, changed: soon, sightChanged: soon,
        }))
      } catch {
        heard.delete(caseId)
      }
    }
  }
  watch(which, () => { loading.value = true; mailbox.value = undefined; void load() })
  const visible = () => { if (document.visibilityState === 'visible') void load() }
  const online = () => { void load() }
  const ticker = setInterval(visible, everyMs)
  document.addEventListener('visibilitychange', visible)
  window.addEventListener('online', online)
  const stopHearing = servedLooks().onTold(soon)
  onScopeDispose(() => {
    gone = true
    clearInterval(ticker)
    clearTimeout(settling)
    stopHearing()
    document.removeEventListener('visibilitychange', visible)
    window.removeEventListener('online', online)
    for (const stop of heard.values()) stop()
  })
  void load()
  return { which, mailbox, items: computed(() => mailbox.value?.items ?? []), nUnread: computed(() => mailbox.value?.n_unread ?? 0), problem, loading, load }
}
