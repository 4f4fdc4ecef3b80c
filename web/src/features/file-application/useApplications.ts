import { onScopeDispose, ref, shallowRef } from 'vue'
import { listApplicationKinds, listApplications } from '../../api/applications'
import { showCase } from '../../api/cases'
import type { ApplicationKind, ApplicationKindView, CaseApplications, CaseDetail, CaseId, Problem } from '../../api/contract'
import { showEvidence, type ExhibitView } from '../../api/evidence'
import { problemOf } from '../../api/problem'
import { keyOf } from '../../casespace/entryLog'
import type { FormNames } from './form'

/** Applications and answers of a case with what is needed to read and to write them. */
export function useApplications(caseId: CaseId) {
  const detail = shallowRef<CaseDetail>()
  const view = shallowRef<CaseApplications>()
  const kinds = shallowRef<ApplicationKindView[]>([])
  const exhibits = shallowRef<ExhibitView[]>([])
  const problem = ref<Problem>()
  let gone = false
  onScopeDispose(() => { gone = true })

  async function load(): Promise<void> {
    problem.value = undefined
    try {
      const [aCase, applications, table] = await Promise.all([showCase(caseId), listApplications(caseId), listApplicationKinds()])
      if (gone) return
      detail.value = aCase
      kinds.value = table
      view.value = applications
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }
  /** Exhibits give names and choices only: the page stands without them. */
  async function loadExhibits(): Promise<void> {
    const board = await showEvidence(caseId).catch(() => undefined)
    if (board && !gone) exhibits.value = board.exhibits
  }
  void load()
  void loadExhibits()

  const names: FormNames = {
    person: (person) => detail.value?.members.find((one) => one.person === person)?.name,
    exhibit: (wanted) => exhibits.value.find((one) => keyOf(one.exhibit) === keyOf(wanted))?.label,
    claim: (index) => view.value?.claims[index],
  }
  const kindOf = (kind: ApplicationKind) => kinds.value.find((one) => one.kind === kind)
  /** The party the viewer stands for, if any. */
  const myParty = (): number | undefined => detail.value?.members.find((one) => one.person === detail.value?.me.person)?.party
  return { detail, view, kinds, exhibits, problem, load, names, kindOf, myParty }
}
