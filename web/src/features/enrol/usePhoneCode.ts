import { onScopeDispose, ref, type Ref } from 'vue'
import type { Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { sendPhoneCode } from '../../api/session'
import { isMobile, plainMobile } from './idNumber'

/** Asks the court to send a code to a phone, and counts the seconds until the next may be asked for. */
export function usePhoneCode(phone: Ref<string>) {
  const waitS = ref(0)
  const sending = ref(false)
  const sentTo = ref<string>()
  const problem = ref<Problem>()
  let timer: ReturnType<typeof setInterval> | undefined

  function count(from: number): void {
    clearInterval(timer)
    const end = Date.now() + from * 1000
    waitS.value = from
    timer = setInterval(() => {
      waitS.value = Math.max(0, Math.ceil((end - Date.now()) / 1000))
      if (waitS.value === 0) clearInterval(timer)
    }, 250)
  }
  async function send(): Promise<void> {
    if (!isMobile(phone.value) || waitS.value > 0 || sending.value) return
    sending.value = true
    problem.value = undefined
    try {
      const { resend_after_s } = await sendPhoneCode(plainMobile(phone.value))
      sentTo.value = plainMobile(phone.value)
      count(resend_after_s)
    } catch (thrown) {
      problem.value = problemOf(thrown)
    } finally {
      sending.value = false
    }
  }
  onScopeDispose(() => clearInterval(timer))
  return { waitS, sending, sentTo, problem, send }
}
