import { entriesAfter } from '../../api/cases'
import { newCommandId } from '../../api/client'
import type { BlobRef, CaseId, EntryRef, EntryView } from '../../api/contract'
import type { ProposalView } from '../../api/evidence'
import type { KeptPage } from '../../api/exhibitsOnPhone'
import { te } from '../../i18n/evidence'
import { formatInstant } from '../../ui/format'
import type { Beginning } from './keptExhibits'

const beyond = Number.MAX_SAFE_INTEGER
/** One entry of the case, when the viewer may see it. */
export async function entryAt(caseId: CaseId, ref: EntryRef): Promise<EntryView | undefined> {
  const after = ref.origin === 'front' ? { front: ref.seq - 1, court: beyond } : { front: beyond, court: ref.seq - 1 }
  const { entries } = await entriesAfter(caseId, after, 1)
  return entries.find((entry) => entry.origin === ref.origin && entry.seq === ref.seq)
}

function pageOf(blob: BlobRef, preview?: BlobRef): KeptPage {
  return {
    id: newCommandId(), name: blob.name ?? '', media_type: blob.media_type, size_bytes: blob.size_bytes, duration_ms: blob.duration_ms,
    width: preview?.width ?? blob.width, height: preview?.height ?? blob.height, turn_degrees: 0, findings: [], uploaded: { blob, preview },
  }
}
/** What an exhibit taken from a message begins with; nothing when the message can be none. */
export function beginningFrom(entry: EntryView, proposal?: ProposalView): Beginning | undefined {
  if (entry.body.type !== 'message_posted') return undefined
  const { content } = entry.body
  const source = te('submit.source_message', { by: entry.actor.name, at: formatInstant(entry.at) })
  const target = proposal?.target
  const proposed = target?.as === 'exhibit' ? { name: target.name, named: target.name !== '', kind: target.kind, kind_chosen: true, purpose: target.purpose } : {}
  const from = { message: { origin: entry.origin, seq: entry.seq }, proposal: proposal?.proposal, fields: { source, ...proposed } }
  const said = { said_by: entry.actor.name, said_at: formatInstant(entry.at) }
  const asSaid = { name: te('name.message'), named: true, kind: 'electronic_data', kind_chosen: true, original: 'electronic_original', original_chosen: true } as const
  switch (content.type) {
    case 'photo': return { ...from, pages: [pageOf(content.blob, content.preview)] }
    case 'voice':
    case 'file': return { ...from, pages: [pageOf(content.blob)] }
    case 'text': return { ...from, said: content.text, ...said, fields: { ...asSaid, ...from.fields } }
    case 'location': return { ...from, said: `${content.name} ${content.address ?? ''}`.trim(), ...said, fields: { ...asSaid, ...from.fields } }
    case 'withdrawn': return undefined
    default: { const unknown: never = content; void unknown; return undefined }
  }
}

/** `front12` → the entry it names. */
export function refFrom(text: unknown): EntryRef | undefined {
  const match = /^(front|court)(\d{1,15})$/.exec(String(text ?? ''))
  return match ? { origin: match[1] as EntryRef['origin'], seq: Number(match[2]) } : undefined
}
