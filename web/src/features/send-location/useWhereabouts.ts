import { ref } from 'vue'

/** Degrees times ten million, as whole numbers. */
export interface Whereabouts { latitude_e7: number; longitude_e7: number }
export type WhereaboutsTrouble = 'not_allowed' | 'not_found' | 'not_supported'

const e7 = (degrees: number) => Math.round(degrees * 1e7)

/** Reads `29.8682, 121.5493` (latitude first); `undefined` for anything that is no place on earth. */
export function parseCoordinates(text: string): Whereabouts | undefined {
  const match = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text)
  if (!match) return undefined
  const latitude = Number(match[1])
  const longitude = Number(match[2])
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined
  return { latitude_e7: e7(latitude), longitude_e7: e7(longitude) }
}

/** Where the phone is, asked for only when the person presses the button. */
export function useWhereabouts() {
  const place = ref<Whereabouts>()
  const trouble = ref<WhereaboutsTrouble>()
  const busy = ref(false)
  function locate(): void {
    trouble.value = undefined
    if (!('geolocation' in navigator) || !window.isSecureContext) { trouble.value = 'not_supported'; return }
    busy.value = true
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { place.value = { latitude_e7: e7(coords.latitude), longitude_e7: e7(coords.longitude) }; busy.value = false },
      (problem) => { trouble.value = problem.code === problem.PERMISSION_DENIED ? 'not_allowed' : 'not_found'; busy.value = false },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    )
  }
  return { place, trouble, busy, locate }
}
