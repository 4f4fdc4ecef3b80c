import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { CaseFlag, CaseId, DateOn, FieldReason, FilingView, PersonId, Problem, Procedure } from '../../api/contract'
import { entriesBefore, flagCase } from '../../api/cases'
import { offerMediation, registerCase, rejectFiling, requestCorrection, showFiling } from '../../api/filings'
import { problemOf } from '../../api/problem'
import { wasCorrected } from '../filing-queue/useFilingQueue'
import { useActs } from '../frame/useActs'

const refreshMs = 20_000
export interface Registration { cause_code?: string; procedure: Procedure; handling_judge?: PersonId; clerk?: PersonId }

/** One filing under review and the four ways to decide on it. What may be done is what the node names in `actions`. */
export function useReview(caseId: CaseId) {
  const filing = shallowRef<FilingView>()
  const problem = ref<Problem>()
  /** What the court had told the filer before the form came back corrected. */
  const told = shallowRef<FieldReason[]>([])
  let gone = false

  async function findTold(): Promise<void> {
    try {
      const page = await entriesBefore(caseId)
      told.value = page.entries.flatMap((entry) => (entry.body.type === 'correction_requested' ? [entry.body.defects] : [])).at(-1) ?? []
    } catch {
      // Asked again with the next refresh; the review can go on without.
    }
  }
  async function load(): Promise<void> {
    try {
      const fresh = await showFiling(caseId)
      if (gone) return
      filing.value = fresh
      problem.value = undefined
      if (wasCorrected(fresh) && told.value.length === 0) await findTold()
    } catch (thrown) {
      if (!gone && !filing.value) problem.value = problemOf(thrown)
    }
  }

  const { busy, problem: actProblem, act } = useActs(caseId, load)
  const actions = computed(() => new Set(filing.value?.actions ?? []))
  const ticker = setInterval(() => { if (document.visibilityState === 'visible' && !busy.value) void load() }, refreshMs)
  onScopeDispose(() => { gone = true; clearInterval(ticker) })
  void load()

  return {
    caseId, filing, told, problem, actProblem, busy, actions, load,
    correct: (defects: FieldReason[], until: DateOn) => act('correct', { defects, until }, (key) => requestCorrection(caseId, { defects, until }, key)),
    reject: (reason: string, article: string) => act('reject', { reason, article }, (key) => rejectFiling(caseId, { reason, article }, key)),
    offer: (note: string) => act('offer', note, (key) => offerMediation(caseId, note, key)),
    flag: (flags: CaseFlag[], reason: string) => act('flag', [flags, reason], (key) => flagCase(caseId, { flags, reason }, key)),
    register: (choice: Registration) => act('register', choice, (key) => registerCase(caseId, choice, key)),
  }
}
export type Review = ReturnType<typeof useReview>
