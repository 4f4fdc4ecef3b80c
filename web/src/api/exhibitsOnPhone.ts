import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { BlobRef, CaseId, EntryRef, PersonId } from './contract'
import type { Crop, ExhibitKind, OriginalHolder, RestrictionGround } from './evidence'

/** Something about a file: `stop` keeps it from being handed in, `warn` asks to look again. */
export interface Finding { level: 'stop' | 'warn'; trouble: Trouble; params?: Record<string, string | number> }
export type Trouble = 'empty' | 'too_large' | 'type_unknown' | 'not_a_picture' | 'not_shown_here' | 'dark' | 'glaring' | 'blurred' | 'blank' | 'small'

/** One file of an exhibit that is being put together; its bytes stand in `files` under the same id. */
export interface KeptPage {
  id: string
  name: string
  media_type: string
  size_bytes: number
  duration_ms?: number
  width?: number
  height?: number
  turn_degrees: number
  crop?: Crop
  findings: Finding[]
  /** An upload begun and not finished. */
  upload?: string
  /** What the court calls it, once it has all of it. */
  uploaded?: { blob: BlobRef; preview?: BlobRef }
}
/** What is written beside the files. What was chosen by the person is not guessed again. */
export interface ExhibitFields {
  name: string
  named: boolean
  kind: ExhibitKind
  kind_chosen: boolean
  original: OriginalHolder
  original_chosen: boolean
  purpose: string
  source: string
  made_on: string
  restricted: boolean
  ground: RestrictionGround
  restriction_reason: string
  late_reason: string
}
/** An exhibit that is being put together. Kept until the court's receipt. */
export interface KeptExhibit {
  id: string
  case: CaseId
  /** Who makes it; shown only while this person is signed in. */
  person: PersonId
  changed_at: number
  fields: ExhibitFields
  pages: KeptPage[]
  /** The message it is taken from, and for one of words what was said, by whom and when. */
  message?: EntryRef
  said?: string
  said_by?: string
  said_at?: string
  /** The court's proposal it answers. */
  proposal?: EntryRef
  /** The command id, from the moment it was sent: the answer may have been lost. */
  command?: string
}

interface Exhibits extends DBSchema {
  exhibits: { key: string; value: KeptExhibit; indexes: { case: string } }
  files: { key: string; value: { id: string; exhibit: string; bytes: Blob }; indexes: { exhibit: string } }
}
export type ExhibitDb = IDBPDatabase<Exhibits>

let opened: Promise<ExhibitDb> | undefined
/** Exhibits on this phone. Beside the store of messages: photographs are large, and messages must not wait for them. */
export function exhibitsOnPhone(): Promise<ExhibitDb> {
  opened ??= openDB<Exhibits>('weicourt-exhibits', 1, {
    upgrade(db) {
      db.createObjectStore('exhibits', { keyPath: 'id' }).createIndex('case', 'case')
      db.createObjectStore('files', { keyPath: 'id' }).createIndex('exhibit', 'exhibit')
    },
  })
  return opened
}
/** Whether something was begun here and not handed in. */
export async function hasExhibits(): Promise<boolean> {
  return await (await exhibitsOnPhone()).count('exhibits') > 0
}
/** Removes what the person who signs out was putting together. */
export async function forgetExhibits(): Promise<void> {
  const db = await exhibitsOnPhone()
  await db.clear('files')
  await db.clear('exhibits')
}
