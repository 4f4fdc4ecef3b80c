import type { CaseStage } from './stages'
import type { Body, FieldReason, FilingForm } from '../../api/contract'
import type { ServiceAddressForm } from '../../api/service'
import { s } from '../../i18n/service'

/** The form as it is written: not even electronic service is answered for the person. */
export interface WrittenAddress extends Omit<ServiceAddressForm, 'electronic' | 'stages'> { electronic: 'yes' | 'no' | undefined; stages: CaseStage[]; by_email: boolean }

/** Every procedure that an address holds for unless it is changed, as the form of the court is usually filled in. */
const usual: CaseStage[] = ['first_instance', 'appeal', 'retrial', 'enforcement', 'mediation']
export const blankAddress = (): WrittenAddress => ({
  electronic: undefined, mailbox: true, by_email: false, email: '', paper_decisions: false, excluded: '', receiver: '', phone: '', address: '', postcode: '', stages: [...usual],
})
/** The form in force, to be changed. */
export function writtenFrom(form: Partial<ServiceAddressForm>): WrittenAddress {
  const { electronic, email, stages, ...rest } = form
  return { ...blankAddress(), ...rest, electronic: electronic ? 'yes' : 'no', mailbox: electronic ? rest.mailbox ?? false : true, by_email: Boolean(email), email: email ?? '', stages: stages ? [...stages] : [...usual] }
}
/** What the filing tells of a party's address, for a party that has none yet. */
export function knownOf(party: number, bodies: readonly Body[]): Partial<Pick<WrittenAddress, 'receiver' | 'phone' | 'address'>> {
  let form: Pick<FilingForm, 'claimants' | 'respondents' | 'third_parties'> | undefined
  // The last form counts: an earlier one was corrected.
  for (const body of bodies) if (body.type === 'filing_submitted' || body.type === 'filing_resubmitted') form = body.form
  const known = form && [...form.claimants, ...form.respondents, ...(form.third_parties ?? [])][party]
  if (!known) return {}
  return { receiver: known.name, ...(known.phone && { phone: known.phone }), ...(known.domicile && { address: known.domicile }) }
}

export type Step = 'agree' | 'post' | 'sign' | 'check'
export const steps: readonly Step[] = ['agree', 'post', 'sign', 'check']

/** What is missing or wrong in a step, in its order. */
export function faultsIn(step: Step, written: WrittenAddress): FieldReason[] {
  const faults: FieldReason[] = []
  const owed = (field: 'receiver' | 'address', what: string) => { if (!written[field].trim()) faults.push({ field, reason: s('address.missing', { what }) }) }
  if (step === 'agree') {
    if (!written.electronic) faults.push({ field: 'electronic', reason: s('address.heading') })
    if (written.electronic === 'yes') {
      if (!written.mailbox && !written.by_email) faults.push({ field: 'channels', reason: s('address.channels_need') })
      // The court's node looks more closely; this catches what slips in typing.
      if (written.by_email && !/^[^\s@<>,]+@[^\s@<>,.]+(\.[^\s@<>,.]+)+$/.test(written.email.trim())) faults.push({ field: 'email', reason: s('address.email_wrong') })
    }
  }
  if (step === 'post') {
    owed('receiver', s('address.receiver'))
    if (!/^\+?[\d\s()-]{5,24}$/.test(written.phone.trim())) faults.push({ field: 'phone', reason: s('address.phone_wrong') })
    owed('address', s('address.street'))
    if (written.postcode.trim() && !/^\d{6}$/.test(written.postcode.trim())) faults.push({ field: 'postcode', reason: s('address.postcode_wrong') })
    if (written.stages.length === 0) faults.push({ field: 'stages', reason: s('address.stages_need') })
  }
  return faults
}
/** The first step that is not in order, on the way to `step`. */
export const firstOpen = (step: Step, written: WrittenAddress): Step | undefined =>
  steps.slice(0, steps.indexOf(step)).find((one) => faultsIn(one, written).length > 0)

/** What is handed in. Nothing electronic goes along with a refusal. */
export function formOf(written: WrittenAddress): Omit<ServiceAddressForm, 'email'> & { email?: string } {
  const yes = written.electronic === 'yes'
  return {
    electronic: yes, mailbox: yes && written.mailbox, ...(yes && written.by_email && { email: written.email.trim() }),
    paper_decisions: yes && written.paper_decisions, excluded: yes ? written.excluded.trim() : '',
    receiver: written.receiver.trim(), phone: written.phone.trim(), address: written.address.trim(), postcode: written.postcode.trim(),
    stages: usual.filter((stage) => written.stages.includes(stage)),
  }
}
