import { nextTick } from 'vue'

/** Brings the field with this path into view and puts the cursor there; the nearest field above it when it has none of its own. */
export async function focusField(path: string): Promise<void> {
  await nextTick()
  for (let name = path; name; name = name.replace(/(\.[^.[]+|\[\d+\]|^[^.[]+)$/, '')) {
    const field = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`)
    if (!field) continue
    field.scrollIntoView({ block: 'center' })
    field.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true })
    return
  }
}
