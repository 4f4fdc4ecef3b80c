import type { Component } from 'vue'
import type { Body } from '../../api/contract'
import ActRequested from './ActRequested.vue'
import AnswerFiled from './AnswerFiled.vue'
import ApplicationDecided from './ApplicationDecided.vue'
import ApplicationFiled from './ApplicationFiled.vue'
import BenchAssigned from './BenchAssigned.vue'
import CaseClosed from './CaseClosed.vue'
import CaseRegistered from './CaseRegistered.vue'
import ComparisonAppointed from './ComparisonAppointed.vue'
import ComparisonRecorded from './ComparisonRecorded.vue'
import CorrectionRequested from './CorrectionRequested.vue'
import CourtQuestionAnswered from './CourtQuestionAnswered.vue'
import CourtQuestionAsked from './CourtQuestionAsked.vue'
import EvidencePeriodSet from './EvidencePeriodSet.vue'
import EvidenceRuled from './EvidenceRuled.vue'
import EvidenceSubmitted from './EvidenceSubmitted.vue'
import FilingRejected from './FilingRejected.vue'
import FilingSubmitted from './FilingSubmitted.vue'
import MediationOffered from './MediationOffered.vue'
import MessagePosted from './MessagePosted.vue'
import NoticeLine from './NoticeLine.vue'
import OpinionGiven from './OpinionGiven.vue'
import OpinionRoundOpened from './OpinionRoundOpened.vue'
import PapersSent from './PapersSent.vue'
import PaperServiceRecorded from './PaperServiceRecorded.vue'
import PeriodStarted from './PeriodStarted.vue'
import PromotionProposed from './PromotionProposed.vue'
import RebuttalRuled from './RebuttalRuled.vue'
import ServiceAddressConfirmed from './ServiceAddressConfirmed.vue'
import ServiceRebutted from './ServiceRebutted.vue'
import ServiceRecalled from './ServiceRecalled.vue'
import ServiceTookEffect from './ServiceTookEffect.vue'

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
    case 'evidence_submitted': return EvidenceSubmitted
    case 'opinion_given': return OpinionGiven
    case 'evidence_ruled': return EvidenceRuled
    case 'evidence_period_set': return EvidencePeriodSet
    case 'opinion_round_opened': return OpinionRoundOpened
    case 'court_question_asked': return CourtQuestionAsked
    case 'court_question_answered': return CourtQuestionAnswered
    case 'comparison_appointed': return ComparisonAppointed
    case 'comparison_recorded': return ComparisonRecorded
    case 'promotion_proposed': return PromotionProposed
    case 'application_filed': return ApplicationFiled
    case 'application_decided': return ApplicationDecided
    case 'answer_filed': return AnswerFiled
    case 'period_started': return PeriodStarted
    case 'papers_sent': return PapersSent
    case 'service_took_effect': return ServiceTookEffect
    case 'service_address_confirmed': return ServiceAddressConfirmed
    case 'paper_service_recorded': return PaperServiceRecorded
    case 'service_rebutted': return ServiceRebutted
    case 'rebuttal_ruled': return RebuttalRuled
    case 'service_recalled': return ServiceRecalled
    case 'document_drafted':
    case 'document_approved':
    case 'document_set_aside':
    case 'consent_declared':
    case 'service_reported':
    case 'served_opened':
    case 'service_acknowledged':
    case 'paper_requested':
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
    case 'case_flagged':
    case 'evidence_withdrawn':
    case 'evidence_received':
    case 'restriction_requested':
    case 'evidence_restricted':
    case 'evidence_looked':
    case 'comparison_requested':
    case 'promotion_declined':
    case 'application_withdrawn':
    case 'period_moved':
    case 'deadline_reminded':
    case 'deadline_elapsed':
    case 'todo_added':
    case 'todo_assigned':
    case 'todo_done':
    case 'file_looked': return NoticeLine
    default: { const unknown: never = body; void unknown; return NoticeLine }
  }
}
