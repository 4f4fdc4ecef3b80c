import { shallowRef, triggerRef, type ShallowRef } from 'vue'
import { postMessage } from './cases'
import type { CaseId, PersonId, Receipt, SendableContent } from './contract'
import { keptOnPhone, type KeptDb, type OutboxItem } from './keptOnPhone'
import { mayRetry, problemOf } from './problem'
import { session } from './session'
import { sendFile, type Uploaded } from './uploads'

export type { OutboxItem } from './keptOnPhone'

export interface OutboxParts {
  db(): Promise<KeptDb>
  post(item: OutboxItem, content: SendableContent): Promise<Receipt>
  upload(item: OutboxItem, begun: (upload: string) => void, progress: (done: number) => void): Promise<Uploaded>
  person(): PersonId | undefined
  random(): number
}

function contentOf(item: OutboxItem, uploaded: Uploaded): SendableContent {
  const file = item.file!
  const blob = { ...uploaded.blob, name: uploaded.blob.name ?? file.name }
  switch (file.kind) {
    case 'voice': return { type: 'voice', blob: { ...blob, duration_ms: file.duration_ms } }
    case 'photo': return { type: 'photo', blob: { ...blob, width: blob.width ?? file.width, height: blob.height ?? file.height }, preview: uploaded.preview }
    case 'file': return { type: 'file', blob }
  }
}

/**
 * Messages on their way to the court, in the order they were made, case by case.
 *
 * An item leaves only with the court's receipt. Each keeps its command id through every try, so a try whose answer was
 * lost does not speak twice. A refusal stops the item, says why, and lets the next one pass.
 */
export class Outbox {
  /** All items of this phone, oldest first. */
  readonly items: ShallowRef<OutboxItem[]> = shallowRef([])
  /** How much of an item's file has arrived, 0 to 1. */
  readonly progress = new Map<string, number>()
  private readonly standing = new Set<string>()
  private readonly busy = new Set<CaseId>()
  private readonly timers = new Map<CaseId, { timer: ReturnType<typeof setTimeout>; tries: number }>()
  private loaded: Promise<void> | undefined

  constructor(private readonly parts: OutboxParts) {}

  /** Reads what an earlier visit left and goes on sending. */
  load(): Promise<void> {
    this.loaded ??= (async () => {
      const db = await this.parts.db()
      const kept = await db.getAll('outbox')
      for (const item of kept) if (item.state === 'sending') item.state = 'waiting'
      this.items.value = kept.filter((item) => item.state !== 'delivered').sort((a, b) => a.made_at - b.made_at)
      for (const item of kept) if (item.state === 'delivered') await db.delete('outbox', item.id)
      this.wake()
    })()
    return this.loaded
  }

  async add(item: Omit<OutboxItem, 'state'>): Promise<void> {
    await this.load()
    const added: OutboxItem = { ...item, state: 'waiting' }
    // Shown only once it is safe on the phone: a reload right after must find it.
    await (await this.parts.db()).put('outbox', added)
    this.items.value = [...this.items.value, added]
    void this.run(item.case)
  }

  /** Sends a stopped item again, under the same command id. */
  async retry(id: string): Promise<void> {
    const item = this.items.value.find((one) => one.id === id)
    if (!item || item.state === 'sending' || item.state === 'delivered') return
    item.problem = undefined
    await this.keep(item, 'waiting')
    this.timers.delete(item.case)
    await this.run(item.case)
  }

  /** Takes back something that has not been sent. What may already be with the court cannot be taken back here. */
  async discard(id: string): Promise<void> {
    const item = this.items.value.find((one) => one.id === id)
    if (!item || item.state === 'sending') return
    await this.forget(id)
  }

  /** The entry with this command id stands in the case: the bubble on the way is no longer needed. */
  async arrived(ids: Iterable<string>): Promise<void> {
    const wanted = new Set(ids)
    for (const item of this.items.value) {
      if (!wanted.has(item.id)) continue
      // The stream may be faster than the answer: then the receipt lets it go.
      if (item.state === 'sending') this.standing.add(item.id)
      else await this.forget(item.id)
    }
  }

  /** Tries every case again at once, for instance because the network is back. */
  wake(): void {
    for (const { timer } of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
    for (const caseId of new Set(this.items.value.map((item) => item.case))) void this.run(caseId)
  }

  private async keep(item: OutboxItem, state: OutboxItem['state']): Promise<void> {
    item.state = state
    triggerRef(this.items)
    await (await this.parts.db()).put('outbox', { ...item })
  }

  private async forget(id: string): Promise<void> {
    this.items.value = this.items.value.filter((one) => one.id !== id)
    this.progress.delete(id)
    await (await this.parts.db()).delete('outbox', id)
  }

  private next(caseId: CaseId): OutboxItem | undefined {
    const person = this.parts.person()
    return this.items.value.find((item) => item.case === caseId && item.state === 'waiting' && item.person === person)
  }

  private async run(caseId: CaseId): Promise<void> {
    if (this.busy.has(caseId)) return
    this.busy.add(caseId)
    try {
      for (let item = this.next(caseId); item; item = this.next(caseId)) {
        if (!await this.send(item)) return
      }
    } finally {
      this.busy.delete(caseId)
    }
  }

  /** `false` when the rest of the case has to wait. */
  private async send(item: OutboxItem): Promise<boolean> {
    await this.keep(item, 'sending')
    try {
      if (!item.content && item.file) {
        const file = item.file
        const uploaded = await this.parts.upload(
          item,
          (upload) => { file.upload = upload; void this.keep(item, 'sending') },
          (done) => { this.progress.set(item.id, done); triggerRef(this.items) },
        )
        item.content = contentOf(item, uploaded)
        await this.keep(item, 'sending')
      }
      item.receipt = await this.parts.post(item, item.content!)
      item.problem = undefined
      const tried = this.timers.get(item.case)
      if (tried) { clearTimeout(tried.timer); this.timers.delete(item.case) }
      if (this.standing.delete(item.id)) await this.forget(item.id)
      else await this.keep(item, 'delivered')
      return true
    } catch (thrown) {
      const problem = problemOf(thrown)
      item.problem = problem
      if (problem.status === 401) { await this.keep(item, 'waiting'); return false }
      // The court has not confirmed this phone yet: what is said on it waits here.
      if (problem.code !== 'device_awaits_court' && !mayRetry(problem)) { await this.keep(item, 'refused'); return true }
      await this.keep(item, 'waiting')
      this.later(item.case)
      return false
    }
  }

  private later(caseId: CaseId): void {
    const tries = (this.timers.get(caseId)?.tries ?? 0) + 1
    const waitMs = Math.min(60_000, 1000 * 2 ** tries) * (0.5 + this.parts.random() / 2)
    const before = this.timers.get(caseId)
    if (before) clearTimeout(before.timer)
    this.timers.set(caseId, { tries, timer: setTimeout(() => { void this.run(caseId) }, waitMs) })
  }
}

let shared: Outbox | undefined
/** The outbox of this phone. */
export function outbox(): Outbox {
  if (shared) return shared
  const made = new Outbox({
    db: keptOnPhone,
    post: (item, content) => postMessage(item.case, { content, quote: item.quote, mentions: item.mentions, audience: item.audience }, item.id),
    upload: (item, begun, progress) => sendFile(item.case, item.file!.bytes, item.file!.name, { upload: item.file!.upload, begun, progress }),
    person: () => session.value?.person,
    random: Math.random,
  })
  window.addEventListener('online', () => made.wake())
  shared = made
  return made
}
