import type { RouteLocationRaw } from 'vue-router'
import type { TodoQueueName, TodoView } from '../../api/bench'
import type { CaseDetail, CasePerson } from '../../api/contract'
import { caseTab, type CaseTab } from '../case-view/tabs'
import { entryKey } from '../frame/entryKey'

/** The tab of the case in which a to-do is done. */
export function tabOf(kind: TodoView['kind']): CaseTab {
  switch (kind) {
    case 'application': return 'applications'
    case 'restriction':
    case 'late_evidence':
    case 'receipt':
    case 'comparison':
    case 'question': return 'evidence'
    case 'deadline':
    case 'noted': return 'deadlines'
    case 'approval': return 'documents'
    case 'service':
    case 'rebuttal':
    case 'paper_copy':
    case 'certificate': return 'service'
    case 'consent':
    case 'proposal': return 'space'
    default: { const unknown: never = kind; void unknown; return 'space' }
  }
}
/** Where a to-do is done. */
export function placeOf(todo: Pick<TodoView, 'case' | 'kind' | 'entry'>): RouteLocationRaw {
  const tab = tabOf(todo.kind)
  const entry = todo.entry && tab !== 'space' && tab !== 'deadlines' ? entryKey(todo.entry) : undefined
  return caseTab(todo.case, tab, entry)
}
/** Everybody of the bench whom a to-do can be given, each once. */
export function benchOf(detail: Pick<CaseDetail, 'handling_judge' | 'judge_assistant' | 'clerk' | 'panel'>): CasePerson[] {
  const all = [detail.handling_judge, detail.judge_assistant, detail.clerk, ...detail.panel].filter((one) => one !== undefined)
  return all.filter((one, index) => all.findIndex((other) => other.person === one.person) === index)
}
export const todoKey = (todo: Pick<TodoView, 'case' | 'todo'>): string => `${todo.case} ${todo.todo}`
export const queues: readonly TodoQueueName[] = ['today', 'overdue', 'mine', 'unclaimed', 'all']

export type QueueKey = { do: 'choose'; index: number } | { do: 'open' | 'claim' | 'done' | 'assign' | 'undo' }
const letters: Record<string, 'claim' | 'done' | 'assign'> = { c: 'claim', d: 'done', a: 'assign' }
/** What a key means in the queue with row `index` of `n` chosen; nothing for keys that mean nothing there. */
export function queueKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>, index: number, n: number): QueueKey | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined
  if (event.key === 'u') return { do: 'undo' }
  if (n === 0) return undefined
  const letter = letters[event.key]
  if (letter) return index >= 0 ? { do: letter } : undefined
  switch (event.key) {
    case 'ArrowDown':
    case 'j': return { do: 'choose', index: Math.min(n - 1, index + 1) }
    case 'ArrowUp':
    case 'k': return { do: 'choose', index: Math.max(0, index - 1) }
    case 'Home': return { do: 'choose', index: 0 }
    case 'End': return { do: 'choose', index: n - 1 }
    case 'Enter': return index >= 0 ? { do: 'open' } : undefined
    default: return undefined
  }
}
