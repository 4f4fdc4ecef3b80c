import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { newCommandId } from './client'
import type { CaseId, EntryRef, PersonId } from './contract'
import { mayRetry, problemOf } from './problem'
import { session } from './session'
import { openServed } from './service'

/** That a served paper was opened here for the first time. Kept until the court has heard of it. */
export interface ServedLook {
  /** The case, the sending and the paper: each is told once. */
  what: string
  /** The command id: the same for every try. */
  command: string
  case: CaseId
  /** Who opened it; told only while this person is signed in. */
  person: PersonId
  sent: EntryRef
  paper: EntryRef
}
interface Looks extends DBSchema { looks: { key: string; value: ServedLook } }
export interface LookParts {
  db(): Promise<IDBPDatabase<Looks>>
  tell(look: ServedLook): Promise<unknown>
  person(): PersonId | undefined
  later(act: () => void, ms: number): void
}

let opened: Promise<IDBPDatabase<Looks>> | undefined
const looksOnPhone = (): Promise<IDBPDatabase<Looks>> => (opened ??= openDB<Looks>('weicourt-looks', 1, {
  upgrade(db) { db.createObjectStore('looks', { keyPath: 'what' }) },
}))
const longestWaitMs = 60_000

/** Looks at served papers on their way to the court; they survive a reload and a break of the network. */
export class ServedLooks {
  private running = false
  private again = false
  private tries = 0
  private readonly heard = new Set<() => void>()

  constructor(private readonly parts: LookParts) {}

  /** Notes that a paper was opened. The same paper of the same sending is one look however often it is opened. */
  async add(look: Pick<ServedLook, 'case' | 'sent' | 'paper'>): Promise<void> {
    const person = this.parts.person()
    if (!person) return
    const { case: caseId, sent, paper } = look
    const what = [caseId, `${sent.origin}${sent.seq}`, `${paper.origin}${paper.seq}`].join('/')
    const db = await this.parts.db()
    if (!await db.get('looks', what)) await db.put('looks', { what, command: newCommandId(), case: caseId, person, sent, paper })
    await this.wake()
  }
  /** Calls `listener` whenever the court has heard of a look. Returns the way to stop. */
  onTold(listener: () => void): () => void {
    this.heard.add(listener)
    return () => this.heard.delete(listener)
  }

  /** Tells the court what it has not heard of yet. */
  async wake(): Promise<void> {
    if (this.running) { this.again = true; return }
    this.running = true
    try {
      do {
        this.again = false
        if (!await this.tellAll()) return
      } while (this.again)
      this.tries = 0
    } finally {
      this.running = false
    }
  }

  /** `false` when the rest has to wait. */
  private async tellAll(): Promise<boolean> {
    const db = await this.parts.db()
    for (const look of await db.getAll('looks')) {
      if (look.person !== this.parts.person()) continue
      try {
        await this.parts.tell(look)
      } catch (thrown) {
        const problem = problemOf(thrown)
        if (problem.status === 401) return false
        if (mayRetry(problem) || problem.code === 'device_awaits_court') {
          this.tries += 1
          this.parts.later(() => { void this.wake() }, Math.min(longestWaitMs, 1000 * 2 ** this.tries))
          return false
        }
        // Known already, or taken back meanwhile: there is nothing left to tell.
      }
      await db.delete('looks', look.what)
      for (const listener of this.heard) listener()
    }
    return true
  }
}

let shared: ServedLooks | undefined
/** The looks of this phone. */
export function servedLooks(): ServedLooks {
  if (shared) return shared
  const made = new ServedLooks({
    db: looksOnPhone,
    tell: (look) => openServed(look.case, { sent: look.sent, paper: look.paper }, look.command),
    person: () => session.value?.person,
    later: (act, ms) => { setTimeout(act, ms) },
  })
  window.addEventListener('online', () => { void made.wake() })
  shared = made
  return made
}
/** Removes what the person who signs out has opened and the court has not heard of. */
export async function forgetLooks(): Promise<void> {
  await (await looksOnPhone()).clear('looks')
}
