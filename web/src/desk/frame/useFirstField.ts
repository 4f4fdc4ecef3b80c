import { nextTick, onMounted, type Ref } from 'vue'

/** The hand goes on where the sheet begins: into what is chosen already, else the first field. */
export function useFirstField(body: Readonly<Ref<HTMLElement | undefined | null>>): void {
  onMounted(async () => {
    // The sheet opens one tick after it is drawn, and puts the focus on its first button.
    await nextTick()
    await nextTick()
    const fields = body.value?.querySelector<HTMLElement>('input:checked') ?? body.value?.querySelector<HTMLElement>('textarea, input, select')
    fields?.focus()
  })
}
