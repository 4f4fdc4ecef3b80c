import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { deskTodos, type TodosView } from '../../api/bench'
import { deskService } from '../../api/serving'
import { listCases } from '../../api/cases'
import { showExchange } from '../../api/exchange'
import { deskFilings } from '../../api/filings'

const refreshMs = 30_000

/** Counts on the rail. A list that is open says what it knows through these. */
const filings = ref(0)
const unread = ref(0)
const alarm = ref(false)
const todos = ref(0)
const service = ref(0)
export const noteAlarm = (on: boolean): void => { alarm.value = on }
export const noteFilings = (n: number): void => { filings.value = n }
/** What is due today or overdue. */
export const noteTodos = (counts: TodosView['counts']): void => { todos.value = counts.today + counts.overdue }
/** Papers that have to be served another way. */
export const noteService = (n: number): void => { service.value = n }
export const noteUnread = (n: number): void => { unread.value = n }

/** How many filings wait for the desk, what is due, what could not be served, how many entries are unread and whether the link needs somebody, kept fresh while the page is looked at. */
export function useRailCounts(officer: Ref<boolean>, hears: Ref<boolean>) {
  const count = async () => {
    if (document.visibilityState !== 'visible') return
    // A count that cannot be fetched stays as it was; the lists themselves say what is wrong.
    await Promise.allSettled([
      listCases({ state: 'open' }).then((cards) => noteUnread(cards.reduce((sum, card) => sum + card.unread, 0))),
      showExchange().then((exchange) => noteAlarm(exchange.alarm)),
      hears.value ? deskTodos('today').then((found) => noteTodos(found.counts)) : undefined,
      hears.value ? deskService('stuck').then((found) => noteService(found.counts.stuck)) : undefined,
      officer.value ? deskFilings('open').then((queue) => noteFilings(queue.length)) : undefined,
    ])
  }
  const ticker = setInterval(() => { void count() }, refreshMs)
  onScopeDispose(() => clearInterval(ticker))
  watch([officer, hears], () => { void count() }, { immediate: true })
  return { filings, todos, service, unread, alarm }
}
