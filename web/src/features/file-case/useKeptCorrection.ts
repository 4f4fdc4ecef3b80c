import { onScopeDispose, watch, type Ref } from 'vue'
import type { CaseId, FilingForm, FilingView } from '../../api/contract'
import { keptOnPhone } from '../../api/keptOnPhone'
import { withoutIdNumbers } from './form'

/** Keeps a correction on this phone while it is being written, so that a reload loses nothing. */
export function useKeptCorrection(caseId: CaseId, form: Ref<FilingForm | undefined>) {
  let round = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  /** What was being written for this round of correction, or the form as it was handed in. */
  async function restore(view: FilingView): Promise<FilingForm> {
    round = view.receipts.length
    const kept = await (await keptOnPhone()).get('drafts', caseId)
    return structuredClone(kept && kept.version === round ? kept.form : view.form)
  }
  async function forget(): Promise<void> {
    clearTimeout(timer)
    await (await keptOnPhone()).delete('drafts', caseId)
  }
  watch(form, (now, before) => {
    if (!now || !before) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      const plain = JSON.parse(JSON.stringify(now)) as FilingForm
      void keptOnPhone().then((db) => db.put('drafts', { id: caseId, version: round, form: withoutIdNumbers(plain), changed_at: Date.now() }))
    }, 400)
  }, { deep: true })
  onScopeDispose(() => clearTimeout(timer))
  return { restore, forget }
}
