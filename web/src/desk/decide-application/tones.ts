import type { ApplicationOutcome, ApplicationView } from '../../api/bench'

type Tone = 'plain' | 'ok' | 'warn' | 'danger'
export function outcomeTone(outcome: ApplicationOutcome): Tone {
  switch (outcome) {
    case 'granted': return 'ok'
    case 'partly_granted': return 'warn'
    case 'refused': return 'danger'
    default: { const unknown: never = outcome; void unknown; return 'plain' }
  }
}
export function applicationTone(status: ApplicationView['status']): Tone {
  switch (status) {
    case 'pending': return 'warn'
    case 'withdrawn': return 'plain'
    case 'granted':
    case 'partly_granted':
    case 'refused': return outcomeTone(status)
    default: { const unknown: never = status; void unknown; return 'plain' }
  }
}
