import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { assignTodo, deskTodos, finishTodo, type TodoQueueName, type TodosView, type TodoView, type WaitingFor } from '../../api/bench'
import type { PersonId, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { useActs } from '../frame/useActs'
import { noteTodos } from '../frame/useRailCounts'

const refreshMs = 20_000
export interface Undo { todo: TodoView; before: PersonId | undefined; text: string }

/** To-dos of every case the viewer sits in, kept fresh while the page is looked at, and the acts on them. */
export function useTodoQueue() {
  const tab = ref<TodoQueueName>('today')
  const waiting = ref<WaitingFor | 'any'>('any')
  const found = shallowRef<TodosView>()
  const problem = ref<Problem>()
  const refused = ref<Problem>()
  const busy = ref(false)
  const undo = shallowRef<Undo>()
  let turn = 0
  let begun = false

  async function load(): Promise<void> {
    const mine = ++turn
    try {
      const got = await deskTodos(tab.value, waiting.value === 'any' ? undefined : waiting.value)
      if (mine !== turn) return
      found.value = got
      noteTodos(got.counts)
      if (!begun) begin(got.counts)
      problem.value = undefined
    } catch (thrown) {
      if (mine === turn) problem.value = problemOf(thrown)
    }
  }
  /** A day on which nothing is due begins with what is overdue, else with everything there is. */
  function begin(counts: TodosView['counts']): void {
    begun = true
    if (tab.value === 'today' && counts.today === 0 && counts.all > 0) tab.value = counts.overdue > 0 ? 'overdue' : 'all'
  }
  watch([tab, waiting], () => { found.value = undefined; void load() })
  const look = () => { if (document.visibilityState === 'visible') void load() }
  const ticker = setInterval(look, refreshMs)
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => { turn += 1; clearInterval(ticker); document.removeEventListener('visibilitychange', look) })
  void load()

  async function run(todo: TodoView, name: string, what: unknown, act: (key: string) => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    refused.value = undefined
    const acts = useActs(todo.case, load)
    const done = await acts.act(name, what, act)
    refused.value = acts.problem.value
    busy.value = false
    return done
  }
  /** Gives the to-do to somebody, or puts it back; who had it before can have it again. */
  async function assign(todo: TodoView, person: PersonId | undefined, text: string): Promise<boolean> {
    const before = todo.assignee?.person
    const done = await run(todo, 'assign-todo', [todo.todo, person, before], (key) => assignTodo(todo.case, { todo: todo.todo, person }, key))
    if (done) undo.value = { todo, before, text }
    return done
  }
  async function finish(todo: TodoView, note: string): Promise<boolean> {
    const done = await run(todo, 'finish-todo', [todo.todo, note], (key) => finishTodo(todo.case, { todo: todo.todo, note }, key))
    // What is done stays in the record; there is nothing to take back.
    if (done) undo.value = undefined
    return done
  }
  async function takeBack(): Promise<boolean> {
    const last = undo.value
    if (!last) return false
    undo.value = undefined
    return run(last.todo, 'undo-assign', [last.todo.todo, last.before], (key) => assignTodo(last.todo.case, { todo: last.todo.todo, person: last.before }, key))
  }
  const todos = computed(() => found.value?.todos ?? [])
  const counts = computed(() => found.value?.counts)
  const loading = computed(() => found.value === undefined && problem.value === undefined)
  return { tab, waiting, todos, counts, loading, problem, refused, busy, undo, load, assign, finish, takeBack }
}
export type TodoQueueState = ReturnType<typeof useTodoQueue>
