import type { EntryView, PersonId, Position } from '../api/contract'
import type { OutboxItem } from '../api/outbox'
import { keyOf } from './entryLog'
import { isChannelReport } from './serviceNotices'

export type Row =
  | { kind: 'time'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'entry'; key: string; entry: EntryView }
  | { kind: 'pending'; key: string; item: OutboxItem; state: OutboxItem['state'] }

/** What the viewer had read when the page was opened, and how far the log went then. */
export interface OpenedAt { read: Position; heads: Position }

const quietMs = 5 * 60_000

/**
 * What the list draws: entries, the time when there was a pause of more than five minutes, the line above the first
 * entry that was unread at opening, and below everything what is still on its way.
 */
export function rowsOf(entries: EntryView[], pending: OutboxItem[], openedAt: OpenedAt | undefined, me: PersonId | undefined): Row[] {
  const rows: Row[] = []
  let lastAt = 0
  let divided = false
  const standing = new Set<string>()
  for (const [index, entry] of entries.entries()) {
    // A withdrawal is drawn where the message stood.
    if (entry.body.type === 'message_withdrawn' || isChannelReport(entry.body)) continue
    standing.add(entry.command_id)
    const at = Date.parse(entry.at)
    if (!divided && openedAt && entry.actor.person !== me && entry.seq > openedAt.read[entry.origin] && entry.seq <= openedAt.heads[entry.origin]) {
      divided = true
      if (index > 0 && openedAt.read.front + openedAt.read.court > 0) rows.push({ kind: 'unread', key: 'unread' })
    }
    if (at - lastAt > quietMs) rows.push({ kind: 'time', key: `t${keyOf(entry)}`, at: entry.at })
    lastAt = at
    rows.push({ kind: 'entry', key: keyOf(entry), entry })
  }
  for (const item of pending) if (!standing.has(item.id)) rows.push({ kind: 'pending', key: item.id, item, state: item.state })
  return rows
}
