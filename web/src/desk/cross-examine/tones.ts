import type { EvidenceRuling, ExhibitView } from '../../api/bench'

type Tone = 'plain' | 'ok' | 'warn' | 'danger'
export function rulingTone(ruling: EvidenceRuling): Tone {
  switch (ruling) {
    case 'adopted': return 'ok'
    case 'partly_adopted': return 'warn'
    case 'not_adopted': return 'danger'
    default: { const unknown: never = ruling; void unknown; return 'plain' }
  }
}
export function statusTone(status: ExhibitView['status']): Tone {
  switch (status) {
    case 'submitted': return 'warn'
    case 'returned': return 'danger'
    case 'received':
    case 'withdrawn': return 'plain'
    case 'cross_examined':
    case 'adopted':
    case 'partly_adopted':
    case 'not_adopted': return 'ok'
    default: { const unknown: never = status; void unknown; return 'plain' }
  }
}
