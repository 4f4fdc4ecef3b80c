import type { EvidenceRuling } from '../../api/bench'

export type GridKey = { do: 'choose'; index: number } | { do: 'open' } | { do: 'rule'; ruling: EvidenceRuling }
const ruled: Record<string, EvidenceRuling> = { 1: 'adopted', 2: 'partly_adopted', 3: 'not_adopted' }

/** What a key means in the grid with row `index` of `n` chosen; nothing for keys that mean nothing there. */
export function gridKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>, index: number, n: number): GridKey | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || n === 0) return undefined
  const ruling = ruled[event.key]
  if (ruling) return index >= 0 ? { do: 'rule', ruling } : undefined
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
