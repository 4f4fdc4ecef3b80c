import { onScopeDispose, ref, shallowRef } from 'vue'
import { showCase, showReceipt } from '../../api/cases'
import type { CaseDetail, CaseId, Problem, Receipt } from '../../api/contract'
import { problemOf } from '../../api/problem'

/** A case without its messages, for the pages that stand beside the space. */
export function useCaseFacts(caseId: CaseId) {
  const detail = shallowRef<CaseDetail>()
  const problem = ref<Problem>()
  let gone = false
  onScopeDispose(() => { gone = true })
  async function load(): Promise<void> {
    problem.value = undefined
    try {
      const answer = await showCase(caseId)
      if (!gone) detail.value = answer
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }
  void load()
  return { detail, problem, load, receiptOf: (commandId: string): Promise<Receipt> => showReceipt(caseId, commandId) }
}
