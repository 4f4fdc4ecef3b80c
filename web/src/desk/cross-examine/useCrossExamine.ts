import {
  appointComparison, askCourtQuestion, lookAtEvidence, openOpinionRound, receiveEvidence, recordComparison, restrictEvidence, ruleOnEvidence,
  setEvidencePeriod, showEvidence, type ComparisonWay, type EvidenceRuling, type ExchangeForm, type ExhibitPage, type LateTreatment, type Restriction,
} from '../../api/bench'
import type { EntryRef } from '../../api/contract'
import type { CaseState } from '../../casespace/useCase'
import { useActs } from '../frame/useActs'
import { useFresh } from '../frame/useFresh'

/** The evidence of one case as the bench works on it: what there is, and what the bench does with it. */
export function useCrossExamine(state: CaseState) {
  const { caseId } = state
  // Every act in the case brings the case anew, and with it the board.
  const board = useFresh(() => showEvidence(caseId), state.detail)
  const { busy, problem, act } = useActs(caseId, () => Promise.all([state.reload(), board.load()]))
  return {
    caseId, board: board.value, loading: board.loading, lost: board.problem, load: board.load, busy, problem,
    receive: (exhibit: EntryRef, accepted: boolean, note: string) =>
      act('receive', [exhibit, accepted, note], (key) => receiveEvidence(caseId, { exhibit, accepted, note }, key)),
    setPeriod: (period: { party?: number; until: string; exchange: ExchangeForm; agreed: boolean }) =>
      act('evidence-period', period, (key) => setEvidencePeriod(caseId, period, key)),
    restrict: (exhibit: EntryRef, restriction: Restriction | undefined, reason: string) =>
      act('restrict', [exhibit, restriction, reason], (key) => restrictEvidence(caseId, { exhibit, restriction, reason }, key)),
    look: (exhibit: EntryRef) => act('look', exhibit, (key) => lookAtEvidence(caseId, exhibit, key)),
    openRound: (exhibits: EntryRef[], until: string, note: string) =>
      act('round', [exhibits, until, note], (key) => openOpinionRound(caseId, { exhibits, until, note }, key)),
    rule: (exhibit: EntryRef, ruling: EvidenceRuling, reason: string, late: LateTreatment | undefined) =>
      act('rule', [exhibit, ruling, reason, late], (key) => ruleOnEvidence(caseId, { exhibit, ruling, reason, late }, key)),
    ask: (question: { exhibit?: EntryRef; party: number; question: string; until?: string }) =>
      act('ask', question, (key) => askCourtQuestion(caseId, question, key)),
    appoint: (exhibit: EntryRef, at: string, place: string) =>
      act('appoint', [exhibit, at, place], (key) => appointComparison(caseId, { exhibit, at, place }, key)),
    record: (comparison: { exhibit: EntryRef; at: string; way: ComparisonWay; present: string; equal: boolean; note: string; photos: ExhibitPage[] }) =>
      act('compare', comparison, (key) => recordComparison(caseId, comparison, key)),
  }
}
export type CrossExamine = ReturnType<typeof useCrossExamine>
