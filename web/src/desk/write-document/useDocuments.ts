import { computed } from 'vue'
import { issueDocument, listDocuments, listTemplates, setDocumentAside, writeDocument, type Written } from '../../api/documents'
import type { EntryRef, Receipt } from '../../api/contract'
import type { CaseState } from '../../casespace/useCase'
import { useActs } from '../frame/useActs'
import { useFresh } from '../frame/useFresh'

/** The court documents of one case, the kinds there are, and what the desk does with them. */
export function useDocuments(state: CaseState) {
  const { caseId } = state
  const all = useFresh(() => listDocuments(caseId), state.detail)
  const known = useFresh(listTemplates, () => undefined)
  const { busy, problem, act } = useActs(caseId, () => Promise.all([state.reload(), all.load()]))
  const templates = computed(() => known.value.value?.templates ?? [])
  return {
    caseId, all: all.value, loading: all.loading, lost: all.problem, load: all.load, busy, problem,
    templates, blocks: computed(() => known.value.value?.blocks), noTemplates: known.problem, loadTemplates: known.load,
    templateOf: (name: string) => templates.value.find((one) => one.id === name),
    /** Saves a draft; the entry that says so, or nothing when it was not taken. */
    write: async (what: Written & { title: string }): Promise<EntryRef | undefined> => {
      let receipt: Receipt | undefined
      const done = await act('draft-document', what, async (key) => { receipt = await writeDocument(caseId, what, key) })
      return done && receipt ? { origin: receipt.origin, seq: receipt.seq } : undefined
    },
    issue: (document: EntryRef, draft: EntryRef, previewed: string) =>
      act('issue-document', [document, draft, previewed], (key) => issueDocument(caseId, { document, draft, previewed }, key)),
    setAside: (document: EntryRef, reason: string) =>
      act('set-document-aside', [document, reason], (key) => setDocumentAside(caseId, { document, reason }, key)),
  }
}
export type Documents = ReturnType<typeof useDocuments>
