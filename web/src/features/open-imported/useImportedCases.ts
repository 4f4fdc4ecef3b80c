import { onScopeDispose, ref } from 'vue'
import { listImportedCases, openImported } from '../../api/cases'
import type { CaseId, ImportedCard, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { joinWaiting, session } from '../../api/session'

const refreshMs = 60_000

/** Cases of the court's register that name the viewer and are not in their list yet. */
export function useImportedCases() {
  const cards = ref<ImportedCard[]>([])
  const opening = ref<CaseId>()
  const problem = ref<Problem>()

  async function load(): Promise<void> {
    try {
      // A judge is in the space as soon as there is one; it stands in the list above then.
      cards.value = (await listImportedCases()).filter((card) => !(session.value?.staff && card.has_space))
      problem.value = undefined
    } catch (thrown) {
      // That there is no network is said once, by the list above.
      const found = problemOf(thrown)
      problem.value = found.status === 0 ? undefined : found
    }
  }
  /** Opens the space and comes in; gives whether that is done. */
  async function open(card: ImportedCard): Promise<boolean> {
    if (opening.value) return false
    opening.value = card.case
    try {
      await openImported(card.case)
      if (!session.value?.staff) await joinWaiting()
      problem.value = undefined
      return true
    } catch (thrown) {
      problem.value = problemOf(thrown)
      return false
    } finally {
      opening.value = undefined
    }
  }
  const ticker = setInterval(() => { if (document.visibilityState === 'visible') void load() }, refreshMs)
  onScopeDispose(() => clearInterval(ticker))
  void load()
  return { cards, opening, problem, load, open }
}
