import type { FilePicture } from '../../api/caseFile'

export interface Picture { url: string; unshown: string[] }
export interface PictureParts {
  fetch(key: string, signal: AbortSignal): Promise<FilePicture>
  toUrl(picture: Blob): string
  letGo(url: string): void
}
interface Kept { promise: Promise<Picture>; abort: AbortController; users: number; url?: string }

/** Pages on the phone at once: the ones on the screen, their neighbours, and a few one may turn back to. */
const most = 18

/**
 * Pictures of pages, a bounded number at once.
 *
 * Whoever shows one takes it with {@link take} and gives it back with {@link give}; the longest unused go first, and a
 * request that nobody waits for any more is stopped.
 */
export class Pictures {
  /** In the order of last use. */
  private readonly kept = new Map<string, Kept>()
  private ended = false

  constructor(private readonly parts: PictureParts, private readonly atMost = most) {}

  /** The picture, to be shown until it is given back. */
  take(key: string): Promise<Picture> {
    const kept = this.begin(key)
    kept.users += 1
    return kept.promise
  }

  give(key: string): void {
    const kept = this.kept.get(key)
    if (!kept) return
    kept.users = Math.max(0, kept.users - 1)
    if (kept.users === 0 && kept.url === undefined) this.drop(key, kept)
    else this.tidy()
  }

  /** Fetches a neighbour ahead of time. */
  prefetch(key: string): void {
    if (this.kept.has(key)) return
    this.begin(key).promise.catch(() => { /* it is asked for again when it is to be shown */ })
  }

  /** Forgets a picture, so that the next one who wants it asks again. */
  forget(key: string): void {
    const kept = this.kept.get(key)
    if (kept) this.drop(key, kept)
  }

  end(): void {
    this.ended = true
    for (const [key, kept] of this.kept) this.drop(key, kept)
  }

  get size(): number { return this.kept.size }

  private begin(key: string): Kept {
    const known = this.kept.get(key)
    if (known) {
      this.kept.delete(key)
      this.kept.set(key, known)
      return known
    }
    const abort = new AbortController()
    const fresh: Kept = {
      abort, users: 0,
      promise: this.parts.fetch(key, abort.signal).then(({ picture, unshown }) => {
        const url = this.parts.toUrl(picture)
        if (this.ended || this.kept.get(key) !== fresh) this.parts.letGo(url)
        else fresh.url = url
        return { url, unshown }
      }),
    }
    fresh.promise.catch(() => { if (this.kept.get(key) === fresh) this.kept.delete(key) })
    this.kept.set(key, fresh)
    this.tidy()
    return fresh
  }

  private tidy(): void {
    for (const [key, kept] of this.kept) {
      if (this.kept.size <= this.atMost) return
      if (kept.users === 0 && kept.url !== undefined) this.drop(key, kept)
    }
  }

  private drop(key: string, kept: Kept): void {
    this.kept.delete(key)
    if (kept.url === undefined) kept.abort.abort()
    else this.parts.letGo(kept.url)
  }
}
