import type { AgentStage } from '../../api/contract'
import { s } from '../../i18n/service'

/** A procedure of the case. */
export type CaseStage = AgentStage
export function stageName(stage: CaseStage): string {
  switch (stage) {
    case 'first_instance': return s('address.stage_first_instance')
    case 'appeal': return s('address.stage_appeal')
    case 'retrial': return s('address.stage_retrial')
    case 'enforcement': return s('address.stage_enforcement')
    case 'mediation': return s('address.stage_mediation')
    default: { const unknown: never = stage; void unknown; return '' }
  }
}
