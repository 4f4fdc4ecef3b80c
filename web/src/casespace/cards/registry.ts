import type { Component } from 'vue'
import type { Body } from '../../api/contract'
import ActRequested from './ActRequested.vue'
import BenchAssigned from './BenchAssigned.vue'
import CaseClosed from './CaseClosed.vue'
import CaseRegistered from './CaseRegistered.vue'
import CorrectionRequested from './CorrectionRequested.vue'
import FilingRejected from './FilingRejected.vue'
import FilingSubmitted from './FilingSubmitted.vue'
import MediationOffered from './MediationOffered.vue'
import MessagePosted from './MessagePosted.vue'
import NoticeLine from './NoticeLine.vue'

/**
 * The card of an entry. Recipe for a new kind: add its shape to the contract, and the compiler asks for a line here
 * and in `notices.ts`. A kind this page does not know is a neutral line, so that old pages survive new entries.
 */
export function cardOf(body: Body): Component {
  switch (body.type) {
    case 'message_posted': return MessagePosted
    case 'filing_submitted':
    case 'filing_resubmitted': return FilingSubmitted
    case 'correction_requested': return CorrectionRequested
    case 'filing_rejected': return FilingRejected
    case 'mediation_offered': return MediationOffered
    case 'case_registered': return CaseRegistered
    case 'bench_assigned': return BenchAssigned
    case 'case_closed': return CaseClosed
    case 'act_requested': return ActRequested
    case 'mediation_answered':
    case 'member_invited':
    case 'member_joined':
    case 'member_called':
    case 'message_withdrawn':
    case 'member_muted':
    case 'member_unmuted':
    case 'floor_closed':
    case 'floor_opened':
    case 'quiet_hours_set':
    case 'quiet_hours_cleared':
    case 'act_refused':
    case 'device_added':
    case 'case_imported':
    case 'parties_imported':
    case 'case_reopened':
    case 'outside_erased':
    case 'case_flagged': return NoticeLine
    default: { const unknown: never = body; void unknown; return NoticeLine }
  }
}
