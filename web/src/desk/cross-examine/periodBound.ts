import type { Procedure } from '../../api/contract'
import { lastDayOf, ruleNamed, workingDay, type Rule } from '../deadlines/rules'
import { dayAfter } from '../frame/beijingTime'

/** The rule that bounds the period for evidence in this procedure. */
export function evidenceRule(procedure: Procedure): Rule | undefined {
  switch (procedure) {
    case 'ordinary': return ruleNamed('EVID_ORD')
    case 'simplified': return ruleNamed('EVID_SIMPL')
    case 'small_claims': return ruleNamed('EVID_SMALL')
    case 'enforcement': return undefined
    default: { const unknown: never = procedure; return unknown }
  }
}
/** The day that the period usually ends when it is set today. */
export function usualPeriodEnd(procedure: Procedure, today: string): string {
  const rule = evidenceRule(procedure)
  const counted = dayAfter(today, rule?.period?.n ?? 15)
  if (!rule) return workingDay(counted) ?? counted
  return lastDayOf(rule, today) ?? counted
}
export type OutOfBounds = 'past' | 'short' | 'long' | 'usually_shorter'
/** What speaks against a day, as far as the page knows; the node decides. */
export function outOfBounds(procedure: Procedure, today: string, until: string): OutOfBounds | undefined {
  if (until < today) return 'past'
  const rule = evidenceRule(procedure)
  if (rule?.least && until < dayAfter(today, rule.least.n)) return 'short'
  // A last day that is a day off moves; that is not too long.
  if (rule?.most && until > (lastDayOf(rule, today, rule.most) ?? dayAfter(today, rule.most.n))) return 'long'
  if (procedure === 'small_claims' && rule && until > (lastDayOf(rule, today) ?? until)) return 'usually_shorter'
  return undefined
}
