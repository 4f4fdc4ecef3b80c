import { decideApplication, listApplicationKinds, showApplications, type ApplicationOutcome } from '../../api/bench'
import type { EntryRef } from '../../api/contract'
import type { CaseState } from '../../casespace/useCase'
import { useActs } from '../frame/useActs'
import { useFresh } from '../frame/useFresh'

export interface Decision { outcome: ApplicationOutcome; reason: string; until?: string; amount_fen?: number }

/** The applications of one case and the answers to the complaint, and deciding on them. */
export function useApplications(state: CaseState) {
  const { caseId } = state
  const all = useFresh(() => showApplications(caseId), state.detail)
  // The names of a form's fields: the same for every case.
  const kinds = useFresh(listApplicationKinds, () => undefined)
  const { busy, problem, act } = useActs(caseId, () => Promise.all([state.reload(), all.load()]))
  return {
    caseId, all: all.value, kinds: kinds.value, loading: all.loading, lost: all.problem, load: all.load, busy, problem,
    decide: (application: EntryRef, decision: Decision) =>
      act('decide', [application, decision], (key) => decideApplication(caseId, { application, ...decision }, key)),
  }
}
export type Applications = ReturnType<typeof useApplications>
