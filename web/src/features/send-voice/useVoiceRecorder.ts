import { onScopeDispose, ref } from 'vue'

/** Longest voice message, in milliseconds; the recording stops there by itself and is sent. */
export const longestVoiceMs = 60_000
const shortestVoiceMs = 800
const wanted = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']

export interface Recording { bytes: Blob; duration_ms: number; name: string }
export type VoiceTrouble = 'not_allowed' | 'no_microphone' | 'not_supported' | 'too_short'

/** Records one voice message at a time, of at most `longestMs`. `level` is the loudness just now, 0 to 1. */
export function useVoiceRecorder(onDone: (recording: Recording) => void, longestMs = longestVoiceMs) {
  const recording = ref(false)
  const elapsedMs = ref(0)
  const level = ref(0)
  const trouble = ref<VoiceTrouble>()
  let recorder: MediaRecorder | undefined
  let stream: MediaStream | undefined
  let context: AudioContext | undefined
  let startedAt = 0
  let ticker: ReturnType<typeof setInterval> | undefined
  let dropped = false
  let wish: 'hold' | 'finish' | 'cancel' = 'hold'

  function release(): void {
    clearInterval(ticker)
    stream?.getTracks().forEach((track) => track.stop())
    void context?.close()
    stream = undefined
    recorder = undefined
    context = undefined
    recording.value = false
    level.value = 0
  }

  function watchLevel(from: MediaStream): void {
    context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 256
    context.createMediaStreamSource(from).connect(analyser)
    const samples = new Uint8Array(analyser.fftSize)
    ticker = setInterval(() => {
      analyser.getByteTimeDomainData(samples)
      let sum = 0
      for (const sample of samples) sum += ((sample - 128) / 128) ** 2
      level.value = Math.min(1, Math.sqrt(sum / samples.length) * 4)
      elapsedMs.value = performance.now() - startedAt
      if (elapsedMs.value >= longestMs) finish()
    }, 100)
  }

  async function start(): Promise<void> {
    if (recorder || recording.value) return
    trouble.value = undefined
    wish = 'hold'
    dropped = false
    if (typeof MediaRecorder === 'undefined' || !navigator.mediaDevices) { trouble.value = 'not_supported'; return }
    const mediaType = wanted.find((type) => MediaRecorder.isTypeSupported(type))
    if (!mediaType) { trouble.value = 'not_supported'; return }
    recording.value = true
    elapsedMs.value = 0
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } })
    } catch (thrown) {
      trouble.value = thrown instanceof DOMException && thrown.name === 'NotFoundError' ? 'no_microphone' : 'not_allowed'
      release()
      return
    }
    // The finger may have left while the phone was asking for permission.
    if (wish !== 'hold') { release(); return }
    const made = new MediaRecorder(stream, { mimeType: mediaType, audioBitsPerSecond: 24_000 })
    recorder = made
    const pieces: Blob[] = []
    made.ondataavailable = (event) => { if (event.data.size > 0) pieces.push(event.data) }
    made.onstop = () => {
      const duration = Math.round(performance.now() - startedAt)
      const kept = !dropped
      release()
      if (!kept) return
      if (duration < shortestVoiceMs) { trouble.value = 'too_short'; return }
      const plainType = mediaType.split(';')[0]!
      onDone({ bytes: new Blob(pieces, { type: plainType }), duration_ms: duration, name: `voice.${plainType === 'audio/mp4' ? 'm4a' : plainType.slice(6)}` })
    }
    startedAt = performance.now()
    made.start()
    watchLevel(stream)
  }
  function finish(): void {
    wish = 'finish'
    if (recorder?.state === 'recording') recorder.stop()
  }
  function cancel(): void {
    wish = 'cancel'
    dropped = true
    if (recorder?.state === 'recording') recorder.stop()
  }
  onScopeDispose(cancel)
  return { recording, elapsedMs, level, trouble, start, finish, cancel }
}
