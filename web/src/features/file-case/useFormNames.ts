import { ref, watch, type Ref } from 'vue'
import type { FilingForm } from '../../api/contract'
import { searchCauses, searchCourts } from '../../api/reference'

/** The names behind the codes of court and cause in a form; the codes stand until the names are known. */
export function useFormNames(form: Ref<FilingForm | undefined>) {
  const courtName = ref<string>()
  const causeName = ref<string>()
  watch(() => form.value?.court_code, async (code) => {
    courtName.value = undefined
    if (!code) return
    try { courtName.value = (await searchCourts(code)).find((court) => court.code === code)?.name } catch { /* the code stands */ }
  }, { immediate: true })
  watch(() => form.value?.cause_code, async (code) => {
    causeName.value = undefined
    if (!code) return
    try { causeName.value = (await searchCauses(code)).find((cause) => cause.code === code)?.name } catch { /* the code stands */ }
  }, { immediate: true })
  return { courtName, causeName }
}
