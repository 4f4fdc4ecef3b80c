import type { NextStep, PaperAttempt, PaperWay, TakenBy } from '../../api/serving'

export const paperWays: readonly PaperWay[] = ['personal', 'refused_at_court', 'leaving', 'post', 'entrusted', 'forwarded', 'announcement']
export const takers: readonly TakenBy[] = ['recipient', 'adult_family', 'organisation_receiver', 'agent', 'named_receiver']
/** Ways of which the sending is recorded before their end is known. */
export const mayWait = (way: PaperWay): boolean => way === 'post' || way === 'entrusted' || way === 'forwarded'
/** Where a posted paper is. */
export type PostState = 'sent' | 'received' | 'returned'
/** A service on paper as it is typed. */
export interface PaperForm {
  way: PaperWay
  on: string
  takenBy: TakenBy
  /** Witnesses, pictures or a note on the return. */
  recorded: boolean
  state: PostState
  /** The recipient gave the address itself, wrongly or without telling a change. */
  ownAddress: boolean
  /** Whereabouts unknown, or nothing else worked. */
  nothingElse: boolean
}
export const blankPaperForm = (way: PaperWay, today: string): PaperForm =>
  ({ way, on: today, takenBy: 'recipient', recorded: false, state: mayWait(way) ? 'sent' : 'received', ownAddress: false, nothingElse: false })

/** The way as the court takes it; nothing while something is missing. */
export function attemptOf(form: PaperForm): PaperAttempt | undefined {
  const { on } = form
  const waits = mayWait(form.way) && form.state === 'sent'
  if (!waits && on === '') return undefined
  switch (form.way) {
    case 'personal': return { by: 'personal', taken_by: form.takenBy, signed_on: on }
    case 'refused_at_court': return form.recorded ? { by: 'refused_at_court', on, noted: true } : undefined
    case 'leaving': return form.recorded ? { by: 'leaving', left_on: on, recorded: true } : undefined
    case 'entrusted': return waits ? { by: 'entrusted' } : { by: 'entrusted', signed_on: on }
    case 'forwarded': return waits ? { by: 'forwarded' } : { by: 'forwarded', signed_on: on }
    case 'post': {
      if (waits) return { by: 'post' }
      return form.state === 'received' ? { by: 'post', received_on: on } : { by: 'post', returned_on: on, address_given_by_recipient: form.ownAddress }
    }
    case 'announcement': return form.nothingElse ? { by: 'announcement', published_on: on, nothing_else_works: true } : undefined
    default: { const unknown: never = form.way; void unknown; return undefined }
  }
}
/** The way on paper behind a rung of the ladder; nothing for rungs that are no service. */
export function wayOf(step: NextStep): PaperWay | undefined {
  switch (step) {
    case 'personal':
    case 'post':
    case 'leaving':
    case 'entrusted':
    case 'announcement': return step
    case 'other_electronic':
    case 'ask_for_address':
    case 'convert_to_ordinary': return undefined
    default: { const unknown: never = step; void unknown; return undefined }
  }
}
