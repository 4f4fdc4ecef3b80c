import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { forgetExhibits } from './exhibitsOnPhone'
import type { Attachment, CaseId, EntryRef, FilingForm, PersonId, PostMessage, Problem, Receipt, SendableContent } from './contract'

/** An act that waits on this phone. Kept until the court's receipt. */
export interface OutboxItem {
  /** The command id: the same for every try. */
  id: string
  case: CaseId
  /** Who made it; sent only while this person is signed in. */
  person: PersonId
  made_at: number
  content?: SendableContent
  /** For voice, photo and file: the bytes, until the court has them. */
  file?: { bytes: Blob; name: string; kind: 'voice' | 'photo' | 'file'; duration_ms?: number; width?: number; height?: number; upload?: string }
  quote?: EntryRef
  mentions: PersonId[]
  audience?: PostMessage['audience']
  state: 'waiting' | 'sending' | 'delivered' | 'refused'
  problem?: Problem
  receipt?: Receipt
}
/** A file for a filing that has not reached the court yet. */
export interface KeptUpload {
  id: string
  case: CaseId
  kind: Attachment['kind']
  name: string
  bytes: Blob
  upload?: string
}
/** What was typed into a filing while the court could not be reached. */
export interface KeptDraft { id: CaseId; version: number; form: FilingForm; changed_at: number }

interface Kept extends DBSchema {
  outbox: { key: string; value: OutboxItem; indexes: { case: string } }
  uploads: { key: string; value: KeptUpload; indexes: { case: string } }
  drafts: { key: string; value: KeptDraft }
  /** Words typed and not sent: of a composer, or of a form as JSON under its name. */
  composer: { key: string; value: string }
  /** Voice messages already listened to, by blob. */
  heard: { key: string; value: number }
}
export type KeptDb = IDBPDatabase<Kept>

let opened: Promise<KeptDb> | undefined
/** The phone's own store. Only what the person made here and the court has not yet taken. */
export function keptOnPhone(): Promise<KeptDb> {
  opened ??= openDB<Kept>('weicourt', 1, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('case', 'case')
      db.createObjectStore('uploads', { keyPath: 'id' }).createIndex('case', 'case')
      db.createObjectStore('drafts', { keyPath: 'id' })
      db.createObjectStore('composer')
      db.createObjectStore('heard')
    },
  })
  return opened
}

/** Removes everything of the person who signs out, so that the next one on this phone finds nothing. */
export async function forgetEverything(): Promise<void> {
  const db = await keptOnPhone()
  for (const store of ['outbox', 'uploads', 'drafts', 'composer', 'heard'] as const) await db.clear(store)
  await forgetExhibits()
}
