import type { ComputedRef, InjectionKey } from 'vue'
import type { FieldReason } from '../../api/contract'

/** What the places of the form know about the gathering of defects. */
export interface Marking {
  on: ComputedRef<boolean>
  /** Fields that have a defect in the list being made. */
  marked: ComputedRef<string[]>
  /** Defects the court has told the filer, waiting or come back corrected. */
  known: ComputedRef<FieldReason[]>
  mark(field: string): void
}
export const markingKey: InjectionKey<Marking> = Symbol('marking')
