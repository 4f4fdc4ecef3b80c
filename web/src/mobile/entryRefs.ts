import type { LocationQueryValue } from 'vue-router'
import type { EntryRef } from '../api/contract'
import { keyOf } from '../casespace/entryLog'

/** An entry as it stands in an address: `front12`. */
export const refText = (ref: EntryRef): string => keyOf(ref)
/** The entry an address names; `undefined` for anything else. */
export function refFrom(text: LocationQueryValue | LocationQueryValue[] | undefined): EntryRef | undefined {
  const match = /^(front|court)(\d{1,15})$/.exec(typeof text === 'string' ? text : '')
  return match ? { origin: match[1] as EntryRef['origin'], seq: Number(match[2]) } : undefined
}
