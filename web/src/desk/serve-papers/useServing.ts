import { computed } from 'vue'
import { postMessage } from '../../api/cases'
import { recallService, recordPaperService, recordServiceAddress, ruleOnRebuttal, sendPapers, showService, type PaperRecord, type Sending, type ServiceAddressForm } from '../../api/serving'
import type { BlobRef, EntryRef, PersonId } from '../../api/contract'
import type { CaseState } from '../../casespace/useCase'
import { useActs } from '../frame/useActs'
import { useFresh } from '../frame/useFresh'

/** Service in one case as the court does it: the board, and what is done with it. */
export function useServing(state: CaseState) {
  const { caseId } = state
  const board = useFresh(() => showService(caseId), state.detail)
  const { busy, problem, act } = useActs(caseId, () => Promise.all([state.reload(), board.load()]))
  const items = computed(() => board.value.value?.items ?? [])
  const recipients = computed(() => board.value.value?.recipients ?? [])
  return {
    caseId, board: board.value, loading: board.loading, lost: board.problem, load: board.load, busy, problem, items, recipients,
    servable: computed(() => board.value.value?.servable ?? []),
    members: state.members,
    recipientOf: (party: number) => recipients.value.find((one) => one.party === party),
    send: (what: Sending) => act('send-papers', what, (key) => sendPapers(caseId, what, key)),
    record: (what: PaperRecord) => act('record-paper', what, (key) => recordPaperService(caseId, what, key)),
    recordAddress: (party: number, form: ServiceAddressForm, scan: BlobRef) => act('record-address', [party, form, scan], (key) => recordServiceAddress(caseId, { party, form, scan }, key)),
    rule: (rebuttal: EntryRef, upheld: boolean, reason: string) => act('rule-rebuttal', [rebuttal, upheld, reason], (key) => ruleOnRebuttal(caseId, { rebuttal, upheld, reason }, key)),
    recall: (sent: EntryRef, reason: string) => act('recall', [sent, reason], (key) => recallService(caseId, { sent, reason }, key)),
    /** Says something to a party in the space of the case. */
    say: (text: string, mentions: PersonId[]) => act('ask-address', [text, mentions], (key) => postMessage(caseId, { content: { type: 'text', text }, mentions }, key)),
  }
}
export type Serving = ReturnType<typeof useServing>
