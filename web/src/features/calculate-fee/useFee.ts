import { onScopeDispose, ref, watch, type Ref } from 'vue'
import type { Fee, FeeKind, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { calculateFee } from '../../api/reference'

/** The court fee as the amount is typed: asked a moment after the last key; an answer that comes late never replaces a newer one. */
export function useFee(kind: Ref<FeeKind>, amountFen: Ref<number | undefined | null>, modifiers: Ref<string[]> = ref([]), court: Ref<string | null | undefined> = ref()) {
  const fee = ref<Fee>()
  const problem = ref<Problem>()
  const asking = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let request: AbortController | undefined

  /** A property case has no fee without its amount: nothing to ask yet. */
  const askable = () => amountFen.value !== null && (amountFen.value !== undefined || kind.value !== 'property')
  async function ask(): Promise<void> {
    request?.abort()
    if (!askable()) {
      fee.value = undefined
      problem.value = undefined
      asking.value = false
      return
    }
    const mine = new AbortController()
    request = mine
    try {
      const answer = await calculateFee(kind.value, amountFen.value ?? undefined, modifiers.value, mine.signal, court.value)
      if (request !== mine) return
      fee.value = answer
      problem.value = undefined
    } catch (thrown) {
      if (request !== mine || mine.signal.aborted) return
      fee.value = undefined
      problem.value = problemOf(thrown)
    }
    asking.value = false
  }
  watch([kind, amountFen, modifiers, court], () => {
    asking.value = askable()
    clearTimeout(timer)
    timer = setTimeout(ask, 300)
  }, { immediate: true })
  onScopeDispose(() => { clearTimeout(timer); request?.abort() })
  return { fee, problem, asking }
}
