import { ref, type Ref } from 'vue'
import { entriesAfter } from './cases'
import { recheckSession } from './session'
import type { CaseId, EntryView, Page, PersonId, Position, StreamFrame, StreamRequest } from './contract'

/** What a case wants to hear from the stream. */
export interface CaseListener {
  /** New entries, each exactly once, in the order of their chains. */
  entries(entries: EntryView[]): void
  read(person: PersonId, upto: Position): void
  presence(person: PersonId, online: boolean): void
  changed(): void
  called(by: string): void
  /** Earlier entries have become visible or hidden: what was read of the case is forgotten and read anew. */
  sightChanged(): void
}
export interface StreamSocket {
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: (() => void) | null
}
const newDeviceListeners = new Set<(label: string) => void>()
/** Calls `listener` when the person has enrolled another device. Returns the way to stop. */
export function onNewDevice(listener: (label: string) => void): () => void {
  newDeviceListeners.add(listener)
  return () => newDeviceListeners.delete(listener)
}
export interface StreamParts {
  connect(): StreamSocket
  fetchAfter(caseId: CaseId, after: Position): Promise<Page>
  /** Hears that the person has enrolled another device. */
  newDevice?(label: string): void
  /** Hears that the node has not taken the connection twice running: the session may have ended. */
  refused?(): void
  /** 0 ≤ x < 1. */
  random(): number
}
export type StreamState = 'idle' | 'connecting' | 'open' | 'waiting'

interface OpenCase {
  position: Position
  /** What the node said of how much the reader may see; it changes when earlier entries appear or vanish. */
  sight: number | undefined
  /** Each listener with the position up to which it has heard, so that a newcomer's catching up repeats nothing to the others. */
  listeners: Map<CaseListener, Position>
  filling: boolean
  fillAgain: boolean
  fillTries: number
}

const pingEveryMs = 25_000
const silentMs = 60_000
const longestWaitMs = 30_000

/**
 * The one owner of the socket: one connection, many cases.
 *
 * Keeps the last known position of each case. A frame that continues from it is applied; a frame that starts beyond it
 * shows a gap, which is fetched over HTTP; a frame behind it is dropped. So no entry is missed and none is applied twice,
 * whatever the network does. Reconnects with a growing, jittered wait and then resumes from the kept positions.
 */
export class CaseStream {
  readonly state: Ref<StreamState> = ref('idle')
  private readonly cases = new Map<CaseId, OpenCase>()
  private socket: StreamSocket | undefined
  private tries = 0
  private lastHeard = 0
  private pingTimer: ReturnType<typeof setInterval> | undefined
  private retryTimer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly parts: StreamParts) {}

  /**
   * Listens to a case from `after` on; a second listener of the same case shares the position. `sight` is that of the page which the
   * listener has read. Returns the way to stop.
   */
  open(caseId: CaseId, after: Position, listener: CaseListener, sight?: number): () => void {
    let open = this.cases.get(caseId)
    if (open) {
      open.listeners.set(listener, { ...after })
      // The newcomer may have loaded less than the others: let everybody catch up from the lower position.
      if (after.front < open.position.front || after.court < open.position.court) {
        open.position = { front: Math.min(after.front, open.position.front), court: Math.min(after.court, open.position.court) }
        void this.fill(caseId, open)
      }
    } else {
      open = { position: { ...after }, sight, listeners: new Map([[listener, { ...after }]]), filling: false, fillAgain: false, fillTries: 0 }
      this.cases.set(caseId, open)
      if (this.state.value === 'open') this.send({ type: 'open', case: caseId, after: open.position })
      else if (this.state.value === 'idle') this.connect()
    }
    const opened = open
    return () => {
      opened.listeners.delete(listener)
      if (opened.listeners.size > 0 || this.cases.get(caseId) !== opened) return
      this.cases.delete(caseId)
      this.send({ type: 'shut', case: caseId })
      if (this.cases.size === 0) this.rest()
    }
  }

  /** Last position known of a case that is open. */
  positionOf(caseId: CaseId): Position | undefined {
    const open = this.cases.get(caseId)
    return open && { ...open.position }
  }

  /** Tells the court how far the person has read; `false` when the socket is down and HTTP has to do it. */
  read(caseId: CaseId, upto: Position): boolean {
    if (this.state.value !== 'open') return false
    this.send({ type: 'read', case: caseId, upto })
    return true
  }

  /** Tries again at once, for instance because the network is back or the page is looked at again. */
  wake(): void {
    if (this.state.value === 'waiting') {
      this.tries = 0
      this.connect()
    } else if (this.state.value === 'open' && Date.now() - this.lastHeard > silentMs) this.drop()
  }

  private connect(): void {
    clearTimeout(this.retryTimer)
    this.state.value = 'connecting'
    this.lastHeard = Date.now()
    const socket = this.parts.connect()
    this.socket = socket
    socket.onopen = () => {
      if (this.socket !== socket) return
      this.state.value = 'open'
      this.tries = 0
      this.lastHeard = Date.now()
      for (const [caseId, open] of this.cases) this.send({ type: 'open', case: caseId, after: open.position })
      clearInterval(this.pingTimer)
      this.pingTimer = setInterval(() => {
        if (Date.now() - this.lastHeard > silentMs) this.drop()
        else this.send({ type: 'ping' })
      }, pingEveryMs)
    }
    socket.onmessage = (event) => {
      if (this.socket !== socket || typeof event.data !== 'string') return
      this.lastHeard = Date.now()
      this.receive(JSON.parse(event.data) as StreamFrame)
    }
    socket.onclose = () => { if (this.socket === socket) this.lost() }
  }

  private drop(): void {
    const socket = this.socket
    this.lost()
    socket?.close()
  }

  private lost(): void {
    this.socket = undefined
    clearInterval(this.pingTimer)
    if (this.cases.size === 0) { this.state.value = 'idle'; return }
    this.state.value = 'waiting'
    const waitMs = Math.min(longestWaitMs, 500 * 2 ** this.tries) * (0.5 + this.parts.random() / 2)
    this.tries += 1
    if (this.tries === 2) this.parts.refused?.()
    this.retryTimer = setTimeout(() => this.connect(), waitMs)
  }

  private rest(): void {
    clearTimeout(this.retryTimer)
    clearInterval(this.pingTimer)
    const socket = this.socket
    this.socket = undefined
    this.state.value = 'idle'
    socket?.close()
  }

  private send(request: StreamRequest): void {
    if (this.state.value === 'open') this.socket?.send(JSON.stringify(request))
  }

  private receive(frame: StreamFrame): void {
    switch (frame.type) {
      case 'entries': {
        const open = this.cases.get(frame.case)
        if (open) this.take(frame.case, open, frame)
        return
      }
      case 'lagged': {
        const open = this.cases.get(frame.case)
        if (open) void this.fill(frame.case, open)
        return
      }
      case 'read': this.tell(frame.case, (listener) => listener.read(frame.person, frame.upto)); return
      case 'presence': this.tell(frame.case, (listener) => listener.presence(frame.person, frame.online)); return
      case 'case_changed': this.tell(frame.case, (listener) => listener.changed()); return
      case 'called': this.tell(frame.case, (listener) => listener.called(frame.by)); return
      case 'device_added': this.parts.newDevice?.(frame.label); return
      case 'receipt':
      case 'problem':
      case 'pong': return
      default: {
        // A newer node may say things this page does not know yet; the type check still covers all known ones.
        const unknown: never = frame
        void unknown
      }
    }
  }

  private tell(caseId: CaseId, say: (listener: CaseListener) => void): void {
    const open = this.cases.get(caseId)
    if (open) for (const listener of open.listeners.keys()) say(listener)
  }

  private take(caseId: CaseId, open: OpenCase, page: Pick<Page, 'after' | 'upto' | 'entries' | 'more' | 'sight'>): void {
    this.look(open, page.sight)
    // While a gap is being fetched the pages bring everything in order; afterwards one more look covers this frame.
    if (open.filling) { open.fillAgain = true; return }
    if (page.after.front > open.position.front || page.after.court > open.position.court) { void this.fill(caseId, open); return }
    this.apply(open, page)
    if (page.more) void this.fill(caseId, open)
  }

  private look(open: OpenCase, sight: number): void {
    const before = open.sight
    open.sight = sight
    if (before === undefined || before === sight) return
    for (const listener of open.listeners.keys()) listener.sightChanged()
  }

  private apply(open: OpenCase, page: Pick<Page, 'upto' | 'entries'>): void {
    const upto = (known: Position): Position => ({
      front: Math.max(known.front, page.upto.front), court: Math.max(known.court, page.upto.court),
    })
    open.position = upto(open.position)
    for (const [listener, heard] of open.listeners) {
      const fresh = page.entries.filter((entry) => entry.seq > heard[entry.origin])
      open.listeners.set(listener, upto(heard))
      if (fresh.length > 0) listener.entries(fresh)
    }
  }

  private async fill(caseId: CaseId, open: OpenCase): Promise<void> {
    if (open.filling) { open.fillAgain = true; return }
    open.filling = true
    try {
      do {
        open.fillAgain = false
        let page: Page
        do {
          page = await this.parts.fetchAfter(caseId, { ...open.position })
          if (this.cases.get(caseId) !== open) return
          const before = open.position
          this.look(open, page.sight)
          this.apply(open, page)
          // A page that claims more but does not move would be asked for ever.
          if (before.front === open.position.front && before.court === open.position.court) break
        } while (page.more)
      } while (open.fillAgain)
      open.fillTries = 0
    } catch {
      // The stream's own state shows that the network is down; the gap stays known and is asked for again.
      const waitMs = Math.min(longestWaitMs, 1000 * 2 ** open.fillTries) * (0.5 + this.parts.random() / 2)
      open.fillTries += 1
      setTimeout(() => { if (this.cases.get(caseId) === open) void this.fill(caseId, open) }, waitMs)
    } finally {
      open.filling = false
    }
  }
}

let shared: CaseStream | undefined
/** The stream of this page, made when the first case opens. */
export function caseStream(): CaseStream {
  if (shared) return shared
  const stream = new CaseStream({
    connect: () => {
      const url = new URL('/api/stream', location.href)
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
      return new WebSocket(url) as StreamSocket
    },
    fetchAfter: (caseId, after) => entriesAfter(caseId, after),
    refused: () => { recheckSession().catch(() => { /* whoever listens has been told; without a network nothing is known */ }) },
    newDevice: (label) => { for (const listener of newDeviceListeners) listener(label) },
    random: Math.random,
  })
  window.addEventListener('online', () => stream.wake())
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') stream.wake() })
  shared = stream
  return stream
}
