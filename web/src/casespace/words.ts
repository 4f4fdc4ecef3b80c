import type { ApplicationStatus, DeadlineStatus } from '../api/contract'
import type { ExhibitStatus, Stance } from '../api/evidence'

export type Tone = 'plain' | 'ok' | 'warn' | 'danger'
/** The four qualities an opinion speaks of, in their order. */
export const points = ['authenticity', 'legality', 'relevance', 'force'] as const

export function toneOfStance(stance: Stance): Tone {
  switch (stance) {
    case 'agree': return 'ok'
    case 'dispute': return 'danger'
    case 'need_original': return 'warn'
    default: { const unknown: never = stance; void unknown; return 'plain' }
  }
}
export function toneOfExhibit(status: ExhibitStatus): Tone {
  switch (status) {
    case 'adopted': return 'ok'
    case 'partly_adopted':
    case 'returned': return 'warn'
    case 'not_adopted': return 'danger'
    case 'submitted':
    case 'received':
    case 'withdrawn':
    case 'cross_examined': return 'plain'
    default: { const unknown: never = status; void unknown; return 'plain' }
  }
}
export function toneOfApplication(status: ApplicationStatus): Tone {
  switch (status) {
    case 'pending': return 'warn'
    case 'granted':
    case 'partly_granted': return 'ok'
    case 'refused': return 'danger'
    case 'withdrawn': return 'plain'
    default: { const unknown: never = status; void unknown; return 'plain' }
  }
}
export function toneOfDeadline(status: DeadlineStatus, nDaysLeft: number): Tone {
  switch (status) {
    case 'running': return nDaysLeft <= 3 ? 'warn' : 'plain'
    case 'paused': return 'plain'
    case 'met': return 'ok'
    case 'elapsed': return 'danger'
    default: { const unknown: never = status; void unknown; return 'plain' }
  }
}
