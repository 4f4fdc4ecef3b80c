import { addTodo, assignTodo, finishTodo, movePeriod, showAgenda, startPeriod, type Whose } from '../../api/bench'
import type { EntryRef, PersonId } from '../../api/contract'
import type { CaseState } from '../../casespace/useCase'
import { useActs } from '../frame/useActs'
import { useFresh } from '../frame/useFresh'

export interface NewPeriod { rule?: string; title?: string; whose: Whose; from: string; until?: string; note: string }

/** Whose move it is in one case, its deadlines and what the bench has to do, with the acts on them. */
export function useAgenda(state: CaseState) {
  const { caseId } = state
  const agenda = useFresh(() => showAgenda(caseId), state.detail)
  const { busy, problem, act } = useActs(caseId, () => Promise.all([state.reload(), agenda.load()]))
  return {
    caseId, agenda: agenda.value, loading: agenda.loading, lost: agenda.problem, load: agenda.load, busy, problem,
    start: (period: NewPeriod) => act('start-period', period, (key) => startPeriod(caseId, period, key)),
    move: (period: EntryRef, until: string, reason: string) =>
      act('move-period', [period, until, reason], (key) => movePeriod(caseId, { period, until, reason }, key)),
    add: (title: string, due_on: string | undefined) => act('add-todo', [title, due_on], (key) => addTodo(caseId, { title, due_on }, key)),
    assign: (todo: string, person: PersonId | undefined) => act('assign-todo', [todo, person], (key) => assignTodo(caseId, { todo, person }, key)),
    finish: (todo: string, note: string) => act('finish-todo', [todo, note], (key) => finishTodo(caseId, { todo, note }, key)),
  }
}
export type Agenda = ReturnType<typeof useAgenda>
