import { computed, ref, watch } from 'vue'
import type { CaseId, DateOn, FieldReason } from '../../api/contract'
import { beijing } from '../../ui/format'
import { phrasesFor } from './phrases'

export interface GatheredDefect extends FieldReason { id: number }

/** `YYYY-MM-DD` plus whole days. */
export function daysAfter(on: DateOn, days: number): DateOn {
  return new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
/** Days the desk usually gives for a correction. */
export const usualDays = 7

/**
 * The defects of one filing as the officer gathers them. Kept in this tab until they are told, so that looking at
 * another filing in between loses nothing.
 */
export function useCorrection(caseId: CaseId, today: DateOn = beijing(Date.now()).on) {
  const kept = `defects:${caseId}`
  const read = (): { defects: FieldReason[]; until: DateOn } | undefined => {
    try { return JSON.parse(sessionStorage.getItem(kept) ?? 'null') ?? undefined } catch { return undefined }
  }
  const before = read()
  let next = 1
  const defects = ref<GatheredDefect[]>((before?.defects ?? []).map((one) => ({ ...one, id: next++ })))
  const until = ref<DateOn>(before && before.until >= today ? before.until : daysAfter(today, usualDays))

  const plain = (): FieldReason[] => defects.value.map(({ field, reason }) => ({ field, reason: reason.trim() }))
  watch([defects, until], () => {
    try {
      if (defects.value.length > 0) sessionStorage.setItem(kept, JSON.stringify({ defects: plain(), until: until.value }))
      else sessionStorage.removeItem(kept)
    } catch { /* kept only as long as the page */ }
  }, { deep: true })

  const fields = computed(() => defects.value.map((one) => one.field))
  /** Adds a defect for the field, with its most usual words; a second click on the same field adds nothing. Returns its id. */
  function add(field: string): number {
    const there = defects.value.find((one) => one.field === field)
    if (there) return there.id
    const made = { id: next++, field, reason: phrasesFor(field)[0] ?? '' }
    defects.value.push(made)
    return made.id
  }
  function remove(id: number): void { defects.value = defects.value.filter((one) => one.id !== id) }
  const empty = computed(() => defects.value.filter((one) => one.reason.trim() === ''))
  const ready = computed(() => defects.value.length > 0 && empty.value.length === 0 && until.value >= today)
  return { defects, until, fields, today, empty, ready, add, remove, plain, clear: () => { defects.value = [] } }
}
export type Correction = ReturnType<typeof useCorrection>
