import { computed, ref } from 'vue'
import type { Problem, SessionView } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { showNode } from '../../api/reference'
import { enrol } from '../../api/session'
import { t } from '../../i18n'
import { beijing } from '../../ui/format'
import { faultOfIdNumber, isMobile, plainIdNumber, plainMobile } from './idNumber'

/** Real-name enrolment: name, ID number and a code sent to the phone. The ID number leaves this page once and is not kept. */
export function useEnrol() {
  const name = ref('')
  const idNumber = ref('')
  const phone = ref('')
  const code = ref('')
  const busy = ref(false)
  const problem = ref<Problem>()
  const tried = ref(false)
  const demo = ref(false)
  showNode().then((node) => { demo.value = node.demo }, () => { /* unknown: check strictly */ })

  const idFault = computed(() => {
    const fault = faultOfIdNumber(idNumber.value, beijing(Date.now()).on.replaceAll('-', ''))
    // Sample people have numbers that can belong to nobody: their check digit is wrong on purpose.
    return fault === 'check_digit' && demo.value ? undefined : fault
  })
  const faults = computed(() => ({
    name: name.value.trim() ? undefined : t('enrol.name_missing'),
    id_number: idFault.value && t(`enrol.id_${idFault.value}`),
    phone: isMobile(phone.value) ? undefined : t('enrol.phone_wrong'),
    code: /^\d{4,8}$/.test(code.value.trim()) ? undefined : t('enrol.code_missing'),
  }))
  /** What stands at a field: what the page sees once the person has tried, then what the court said. */
  const faultAt = (field: keyof typeof faults.value): string | undefined =>
    (tried.value ? faults.value[field] : undefined) ?? problem.value?.fields?.find((one) => one.field === field)?.reason

  async function submit(): Promise<SessionView | undefined> {
    tried.value = true
    if (Object.values(faults.value).some(Boolean)) return undefined
    busy.value = true
    problem.value = undefined
    try {
      const view = await enrol({
        name: name.value.trim(), id_number: plainIdNumber(idNumber.value), phone: plainMobile(phone.value), code: code.value.trim(),
      })
      idNumber.value = ''
      return view
    } catch (thrown) {
      problem.value = problemOf(thrown)
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { name, idNumber, phone, code, busy, problem, idFault, faultAt, submit }
}
