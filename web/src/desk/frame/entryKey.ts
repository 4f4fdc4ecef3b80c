import type { EntryRef } from '../../api/contract'

/** An entry as it stands in an address: `front-12`. */
export const entryKey = (entry: EntryRef): string => `${entry.origin}-${entry.seq}`
/** The same the other way round; nothing for words that name no entry. */
export function entryOf(key: unknown): EntryRef | undefined {
  const match = typeof key === 'string' ? /^(front|court)-(\d+)$/.exec(key) : null
  return match ? { origin: match[1] as EntryRef['origin'], seq: Number(match[2]) } : undefined
}
export const sameEntry = (one: EntryRef | undefined, other: EntryRef | undefined): boolean =>
  one !== undefined && other !== undefined && one.origin === other.origin && one.seq === other.seq
