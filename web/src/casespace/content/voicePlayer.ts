import { shallowRef } from 'vue'
import type { BlobRef } from '../../api/contract'
import { keptOnPhone } from '../../api/keptOnPhone'

/** The voice message being played on this page: one at a time. `share` is how much of it has been played, 0 to 1. */
export const playing = shallowRef<{ sha256: string; share: number; problem?: boolean }>()
/** Voice messages listened to on this phone. */
export const heard = shallowRef(new Set<string>())

let loading: Promise<void> | undefined
export function loadHeard(): Promise<void> {
  loading ??= (async () => {
    const keys = await (await keptOnPhone()).getAllKeys('heard')
    heard.value = new Set([...heard.value, ...keys])
  })()
  return loading
}
async function noteHeard(sha256: string): Promise<void> {
  if (heard.value.has(sha256)) return
  heard.value = new Set(heard.value).add(sha256)
  await (await keptOnPhone()).put('heard', Date.now(), sha256)
}

let audio: HTMLAudioElement | undefined
function stop(): void {
  if (audio) { audio.pause(); audio.src = ''; audio = undefined }
  playing.value = undefined
}

/** Plays a voice message, or stops it when it is the one being played. */
export function togglePlay(blob: BlobRef, url: string): void {
  const again = playing.value?.sha256 === blob.sha256 && !playing.value.problem
  stop()
  if (again) return
  const element = new Audio(url)
  audio = element
  playing.value = { sha256: blob.sha256, share: 0 }
  // A recording made by a browser often does not know its own length; the message does.
  const lengthS = () => (Number.isFinite(element.duration) && element.duration > 0 ? element.duration : (blob.duration_ms ?? 1000) / 1000)
  element.ontimeupdate = () => {
    if (audio === element) playing.value = { sha256: blob.sha256, share: Math.min(1, element.currentTime / lengthS()) }
  }
  element.onended = () => { if (audio === element) stop() }
  const failed = () => { if (audio === element) playing.value = { sha256: blob.sha256, share: 0, problem: true } }
  element.onerror = failed
  element.play().then(() => noteHeard(blob.sha256), failed)
}
