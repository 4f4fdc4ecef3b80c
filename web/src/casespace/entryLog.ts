import { shallowRef, type ShallowRef } from 'vue'
import type { EntryRef, EntryView } from '../api/contract'

export const keyOf = (entry: EntryRef): string => `${entry.origin}${entry.seq}`
const rank = { front: 0, court: 1 } as const
/** The order of the space: Lamport number, then front before court. */
export function compareEntries(a: EntryView, b: EntryView): number {
  return a.n - b.n || rank[a.origin] - rank[b.origin] || a.seq - b.seq
}

/** The entries of one case that are on this page, in the order of the space, each once. */
export class EntryLog {
  readonly entries: ShallowRef<EntryView[]> = shallowRef([])
  private readonly byKey = new Map<string, EntryView>()
  private readonly withdrawn = new Set<string>()

  add(entries: EntryView[]): void {
    const fresh: EntryView[] = []
    for (const entry of entries) {
      const key = keyOf(entry)
      if (this.byKey.has(key)) continue
      this.byKey.set(key, entry)
      fresh.push(entry)
      if (entry.body.type === 'message_withdrawn') this.withdrawn.add(keyOf(entry.body.message))
    }
    if (fresh.length === 0) return
    fresh.sort(compareEntries)
    const known = this.entries.value
    const last = known.at(-1)
    const first = known[0]
    if (!last || !first || compareEntries(last, fresh[0]!) < 0) this.entries.value = [...known, ...fresh]
    else if (compareEntries(fresh.at(-1)!, first) < 0) this.entries.value = [...fresh, ...known]
    else this.entries.value = [...known, ...fresh].sort(compareEntries)
  }

  /** Forgets everything: the viewer may see other entries than before. */
  clear(): void {
    this.byKey.clear()
    this.withdrawn.clear()
    this.entries.value = []
  }

  // Both read the list first, so that whatever draws the answer is drawn again when entries come.
  find(ref: EntryRef): EntryView | undefined { return this.entries.value && this.byKey.get(keyOf(ref)) }
  /** Whether a later entry has taken the words of this one back. */
  isWithdrawn(ref: EntryRef): boolean { return this.entries.value && this.withdrawn.has(keyOf(ref)) }
  get oldestN(): number | undefined { return this.entries.value[0]?.n }
}
