import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { keptOnPhone } from '../../api/keptOnPhone'

/**
 * A form that is kept on this phone while it is being written, under `name`, until {@link forget}.
 *
 * `form` is missing until the phone has answered; a form kept by an older page is completed from `blank`.
 */
export function useKeptForm<Form extends object>(name: string, blank: () => Form) {
  const form = ref() as Ref<Form | undefined>
  const wasKept = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let forgotten = false

  async function restore(): Promise<void> {
    let kept: Partial<Form> | undefined
    try {
      const text = await (await keptOnPhone()).get('composer', name)
      kept = text ? JSON.parse(text) as Partial<Form> : undefined
    } catch {
      // A browser without a store of its own: the form lasts as long as the page.
    }
    wasKept.value = kept !== undefined
    form.value = { ...blank(), ...kept }
  }
  async function save(): Promise<void> {
    try {
      await (await keptOnPhone()).put('composer', JSON.stringify(form.value), name)
      if (forgotten) await (await keptOnPhone()).delete('composer', name)
    } catch { /* as above */ }
  }
  watch(form, (_, before) => {
    if (!before || forgotten) return
    clearTimeout(timer)
    timer = setTimeout(() => { timer = undefined; void save() }, 400)
  }, { deep: true })
  /** The form has been handed in. */
  async function forget(): Promise<void> {
    forgotten = true
    clearTimeout(timer)
    timer = undefined
    try { await (await keptOnPhone()).delete('composer', name) } catch { /* as above */ }
  }
  onScopeDispose(() => { if (timer !== undefined) { clearTimeout(timer); void save() } })
  void restore()
  return { form, wasKept, forget }
}
