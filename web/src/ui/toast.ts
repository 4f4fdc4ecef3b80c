import { reactive } from 'vue'

export interface Toast { id: number; text: string; kind: 'info' | 'ok' | 'error' }
export const toasts = reactive<Toast[]>([])
let next = 1
/** More at once would cover what they are about. */
const most = 2

/** Says something for a few seconds; read aloud by screen readers. Never the only place where an error stands. */
export function toast(text: string, kind: Toast['kind'] = 'info'): void {
  const one = { id: next++, text, kind }
  toasts.push(one)
  if (toasts.length > most) toasts.shift()
  setTimeout(() => {
    const index = toasts.findIndex((other) => other.id === one.id)
    if (index >= 0) toasts.splice(index, 1)
  }, kind === 'error' ? 6000 : 3000)
}
