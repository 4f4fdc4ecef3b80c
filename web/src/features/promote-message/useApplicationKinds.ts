import { shallowRef } from 'vue'
import { answer, node } from '../../api/client'
import type { ApplicationKind } from '../../api/evidence'

/** What can be applied for, by name; the same for every case, so asked for once per page. */
export function useApplicationKinds() {
  const applicationKinds = shallowRef<{ value: ApplicationKind; label: string }[]>([])
  async function loadKinds(): Promise<void> {
    if (applicationKinds.value.length > 0) return
    const kinds = await answer(node.GET('/api/applications/kinds'))
    applicationKinds.value = kinds.map((one) => ({ value: one.kind, label: one.name }))
  }
  return { applicationKinds, loadKinds }
}
