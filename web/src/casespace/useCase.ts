import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef } from 'vue'
import { entriesBefore, markRead, showCase, withdrawMessage, callMember } from '../api/cases'
import { caseStream } from '../api/caseStream'
import { newCommandId } from '../api/client'
import type {
  Act, Action, CaseDetail, CaseId, EntryRef, EntryView, Member, PersonId, Position, Problem, Receipt, SendableContent, PostMessage,
} from '../api/contract'
import { outbox, type OutboxItem } from '../api/outbox'
import { problemOf } from '../api/problem'
import { lastPerson } from '../api/session'
import { useCourtReach } from '../features/reach-court/useCourtReach'
import { EntryLog } from './entryLog'
import type { OpenedAt } from './rows'

export interface OutgoingFile { bytes: Blob; name: string; kind: 'voice' | 'photo' | 'file'; duration_ms?: number; width?: number; height?: number }
export interface Outgoing { content?: SendableContent; file?: OutgoingFile; quote?: EntryRef; mentions?: PersonId[]; audience?: PostMessage['audience'] }

const pageLength = 50

/**
 * Everything a page needs of one case: what it is, its entries as they come, what the viewer may do, and the ways to do it.
 *
 * Each call makes its own state, so that a clerk may have many cases open. Call it inside a component or an effect scope;
 * it lets go of the stream when that ends.
 */
export function useCase(caseId: CaseId) {
  const detail = shallowRef<CaseDetail>()
  const problem = shallowRef<Problem>()
  const loading = ref(true)
  const log = new EntryLog()
  const hasOlder = ref(false)
  const loadingOlder = ref(false)
  /** How far each member has read. */
  const readMarks = shallowRef(new Map<PersonId, Position>())
  /** How things stood when the page was opened: where the unread line goes. */
  const openedAt = shallowRef<OpenedAt>()
  const online = shallowRef(new Map<PersonId, boolean>())
  const calledBy = ref<string>()
  const out = outbox()
  let stop: (() => void) | undefined
  let ended = false
  let reloading = false
  let reloadAgain = false

  async function reload(): Promise<void> {
    if (reloading) { reloadAgain = true; return }
    reloading = true
    try {
      do {
        reloadAgain = false
        const fresh = await showCase(caseId)
        detail.value = fresh
        for (const mark of fresh.read_marks) noteRead(mark.person, mark.upto)
      } while (reloadAgain && !ended)
    } finally {
      reloading = false
    }
  }

  function noteRead(person: PersonId, upto: Position): void {
    const known = readMarks.value.get(person)
    const moved = { front: Math.max(known?.front ?? 0, upto.front), court: Math.max(known?.court ?? 0, upto.court) }
    if (known && moved.front === known.front && moved.court === known.court) return
    readMarks.value = new Map(readMarks.value).set(person, moved)
  }

  function take(entries: EntryView[]): void {
    log.add(entries)
    void out.arrived(entries.map((entry) => entry.command_id))
    // Every act of the court may change what the viewer may do; only plain messages cannot.
    if (entries.some((entry) => entry.body.type !== 'message_posted' && entry.body.type !== 'message_withdrawn')) {
      reload().catch(() => { /* the state on the page stays until the next change or reconnection brings the new one */ })
    }
  }

  async function load(): Promise<void> {
    loading.value = true
    problem.value = undefined
    try {
      await out.load()
      await reload()
      const heads = detail.value!.heads
      openedAt.value ??= { read: readMarks.value.get(detail.value!.me.person) ?? { front: 0, court: 0 }, heads }
      const page = await entriesBefore(caseId, undefined, pageLength)
      log.add(page.entries)
      void out.arrived(page.entries.map((entry) => entry.command_id))
      hasOlder.value = page.more
      if (ended) return
      // From the heads known before the page was asked for: what came in between is heard again and kept once.
      stop ??= caseStream().open(caseId, heads, {
        entries: take,
        read: noteRead,
        presence: (person, isOnline) => { online.value = new Map(online.value).set(person, isOnline) },
        changed: () => { reload().catch(() => { /* asked again with the next change */ }) },
        called: (by) => { calledBy.value = by },
        sightChanged: () => { void readAnew() },
      }, page.sight)
    } catch (thrown) {
      problem.value = problemOf(thrown)
    } finally {
      loading.value = false
    }
  }

  /** The viewer may see other entries than before: nothing of the old ones stays on the page. */
  async function readAnew(): Promise<void> {
    log.clear()
    try {
      const page = await entriesBefore(caseId, undefined, pageLength)
      log.add(page.entries)
      hasOlder.value = page.more
      await reload()
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }

  async function loadOlder(): Promise<void> {
    if (loadingOlder.value || !hasOlder.value) return
    loadingOlder.value = true
    try {
      const page = await entriesBefore(caseId, log.oldestN, pageLength)
      log.add(page.entries)
      hasOlder.value = page.more
    } catch {
      // Scrolling up again asks again.
    } finally {
      loadingOlder.value = false
    }
  }

  /** Puts a message into the outbox; it is said only when its receipt is there. `false` when nobody is known to be here. */
  async function send(outgoing: Outgoing): Promise<boolean> {
    const person = detail.value?.me.person ?? lastPerson()
    if (!person) return false
    await out.add({
      id: newCommandId(), case: caseId, person, made_at: Date.now(),
      content: outgoing.content, file: outgoing.file, quote: outgoing.quote, mentions: outgoing.mentions ?? [], audience: outgoing.audience,
    })
    return true
  }

  let readTimer: ReturnType<typeof setTimeout> | undefined
  let readUpto: Position = { front: 0, court: 0 }
  /** The viewer has seen these entries; told to the court a moment later, all at once. */
  function seen(entries: EntryView[]): void {
    let moved = false
    const mine = readMarks.value.get(detail.value?.me.person ?? '')
    for (const entry of entries) {
      if (entry.seq > Math.max(readUpto[entry.origin], mine?.[entry.origin] ?? 0)) {
        readUpto = { ...readUpto, [entry.origin]: entry.seq }
        moved = true
      }
    }
    if (!moved) return
    clearTimeout(readTimer)
    readTimer = setTimeout(() => {
      const upto = { front: Math.max(readUpto.front, mine?.front ?? 0), court: Math.max(readUpto.court, mine?.court ?? 0) }
      if (!caseStream().read(caseId, upto)) {
        markRead(caseId, upto).catch(() => { readUpto = { front: 0, court: 0 } })
      }
      if (detail.value) noteRead(detail.value.me.person, upto)
    }, 400)
  }

  const pending: ComputedRef<OutboxItem[]> = computed(() => out.items.value.filter((item) => item.case === caseId))
  const members: ComputedRef<Member[]> = computed(() => (detail.value?.members ?? []).map((member) => {
    // Nobody is told of their own coming and going: this page knows whether it is connected.
    const heard = member.person === detail.value?.me.person ? caseStream().state.value === 'open' : online.value.get(member.person)
    return heard === undefined ? member : { ...member, online: heard }
  }))
  const actionNames = computed(() => new Map((detail.value?.actions ?? []).map((action) => [action.name, action])))
  /** What the viewer may do here; with `refused`, why not now. Nothing when it is not theirs to do. */
  const action = (name: Act): Action | undefined => actionNames.value.get(name)
  const may = (name: Act): boolean => { const found = action(name); return found !== undefined && found.refused === undefined }

  /** Members other than the author who have read this entry. */
  function readersOf(entry: EntryView): Member[] {
    return members.value.filter((member) => member.person !== entry.actor.person && (readMarks.value.get(member.person)?.[entry.origin] ?? 0) >= entry.seq)
  }

  /** Whether one's words have not reached the court's own node, on a page outside its network that cannot reach it now. */
  function waitsForCourt(entry: EntryView): boolean {
    const has = detail.value?.court_has
    return courtSilent.value && has !== undefined && entry.origin === 'front' && entry.seq > has.front
  }
  const courtSilent = useCourtReach()
  // What was said since is not in the answer that the page has; what the court took meanwhile is not either.
  watch(courtSilent, () => { reload().catch(() => { /* asked again with the next change */ }) })

  // A mute or quiet hours end by the clock, without an entry: look again just after.
  let clock: ReturnType<typeof setTimeout> | undefined
  watch(detail, (now) => {
    clearTimeout(clock)
    const ends = [...(now?.actions ?? [])]
      .filter((one) => one.refused).map((one) => one.until).flatMap((at) => (at ? [Date.parse(at) - Date.now()] : [])).filter((ms) => ms > 0)
    if (ends.length > 0) clock = setTimeout(() => { reload().catch(() => { /* asked again with the next change */ }) }, Math.min(...ends, 2 ** 31 - 1000) + 500)
  })
  const retryLoad = () => { if (problem.value) void load() }
  window.addEventListener('online', retryLoad)

  onScopeDispose(() => {
    ended = true
    clearTimeout(clock)
    window.removeEventListener('online', retryLoad)
    stop?.()
  })
  void load()

  return {
    caseId, detail, problem, loading, entries: log.entries, log, hasOlder, loadingOlder, pending, members, readMarks, openedAt, calledBy,
    streamState: caseStream().state,
    load, loadOlder, reload, send, seen, action, may, readersOf, waitsForCourt,
    retry: (id: string) => out.retry(id),
    discard: (id: string) => out.discard(id),
    progressOf: (id: string) => out.progress.get(id),
    withdraw: (message: EntryRef): Promise<Receipt> => withdrawMessage(caseId, message, newCommandId()),
    call: (person: PersonId): Promise<Receipt> => callMember(caseId, person, newCommandId()),
  }
}
export type CaseState = ReturnType<typeof useCase>
