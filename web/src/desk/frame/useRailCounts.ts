import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { listCases } from '../../api/cases'
import { showExchange } from '../../api/exchange'
import { deskFilings } from '../../api/filings'

const refreshMs = 30_000

/** Counts on the rail. A list that is open says what it knows through {@link noteFilings} and {@link noteUnread}. */
const filings = ref(0)
const unread = ref(0)
const alarm = ref(false)
export const noteAlarm = (on: boolean): void => { alarm.value = on }
export const noteFilings = (n: number): void => { filings.value = n }
export const noteUnread = (n: number): void => { unread.value = n }

/** How many filings wait for the desk, how many entries are unread and whether the link needs somebody, kept fresh while the page is looked at. */
export function useRailCounts(officer: Ref<boolean>) {
  const count = async () => {
    if (document.visibilityState !== 'visible') return
    // A count that cannot be fetched stays as it was; the lists themselves say what is wrong.
    await Promise.allSettled([
      listCases({ state: 'open' }).then((cards) => noteUnread(cards.reduce((sum, card) => sum + card.unread, 0))),
      showExchange().then((exchange) => noteAlarm(exchange.alarm)),
      officer.value ? deskFilings('open').then((queue) => noteFilings(queue.length)) : undefined,
    ])
  }
  const ticker = setInterval(() => { void count() }, refreshMs)
  onScopeDispose(() => clearInterval(ticker))
  watch(officer, () => { void count() }, { immediate: true })
  return { filings, unread, alarm }
}
