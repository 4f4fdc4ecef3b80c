import type { AnswerForm, ClaimStance, FieldReason } from '../../api/contract'
import { p } from '../../i18n/procedure'

/** An answer while it is written: one line per claim, some without a stance yet. */
export interface WrittenAnswer {
  claims: { stance?: ClaimStance; reason: string }[]
  statement: string
  facts_and_reasons: string
  attachments: NonNullable<AnswerForm['attachments']>
}
export const blankAnswer = (): WrittenAnswer => ({ claims: [], statement: '', facts_and_reasons: '', attachments: [] })

/** Makes room for each of `nClaims` claims; claims that were added meanwhile come without a stance. */
export function fitted(written: WrittenAnswer, nClaims: number): WrittenAnswer['claims'] {
  return Array.from({ length: nClaims }, (_, index) => written.claims[index] ?? { reason: '' })
}

/** Everything that is missing, in the order of the form. Who denies a claim in whole or in part says why. */
export function faultsOf(written: WrittenAnswer): FieldReason[] {
  const faults: FieldReason[] = []
  written.claims.forEach((claim, index) => {
    const n = index + 1
    if (!claim.stance) faults.push({ field: `claims[${index}].stance`, reason: p('answer.stance_missing', { n }) })
    else if (claim.stance !== 'admit' && claim.reason.trim() === '') faults.push({ field: `claims[${index}].reason`, reason: p('answer.reason_missing', { n }) })
  })
  if (written.statement.trim() === '') faults.push({ field: 'statement', reason: p('answer.statement_missing') })
  if (written.facts_and_reasons.trim() === '') faults.push({ field: 'facts_and_reasons', reason: p('answer.facts_missing') })
  return faults
}

/** What is handed in; `faultsOf` must have found nothing. */
export function formOf(written: WrittenAnswer): AnswerForm {
  return {
    claims: written.claims.flatMap(({ stance, reason }, claim) => (stance ? [{ claim, stance, reason: reason.trim() }] : [])),
    statement: written.statement.trim(), facts_and_reasons: written.facts_and_reasons.trim(), attachments: written.attachments,
  }
}
/** Whether the answer admits anything, in whole or in part. */
export const admits = (claims: readonly { stance?: ClaimStance }[]): boolean => claims.some((one) => one.stance === 'admit' || one.stance === 'partly_admit')
/** The field of the form a reason of the court speaks of. */
export const fieldOfReason = (field: string): string => field.replace(/^answer\./, '')
