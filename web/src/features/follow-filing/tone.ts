import type { FilingState } from '../../api/contract'

/** The colour of a filing's state. */
export function filingTone(state: FilingState): 'plain' | 'ok' | 'warn' | 'danger' {
  switch (state) {
    case 'submitted': return 'plain'
    case 'correction': return 'warn'
    case 'registered': return 'ok'
    case 'not_accepted':
    case 'lapsed': return 'danger'
    default: { const unknown: never = state; void unknown; return 'plain' }
  }
}
