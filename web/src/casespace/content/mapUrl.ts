export interface Place { latitude_e7: number; longitude_e7: number; name: string }

/**
 * Where a place is shown: the court's chosen map page, or the phone's own map application.
 *
 * The template's `{latitude}`, `{longitude}` and `{name}` are filled in; anything but an https address is not used.
 */
export function mapUrl(template: string | undefined, place: Place): string {
  const latitude = (place.latitude_e7 / 1e7).toFixed(6)
  const longitude = (place.longitude_e7 / 1e7).toFixed(6)
  const name = encodeURIComponent(place.name)
  if (template?.startsWith('https://')) {
    return template
      .replace(/\{(?:latitude|lat)\}/g, latitude)
      .replace(/\{(?:longitude|lng|lon)\}/g, longitude)
      .replace(/\{name\}/g, name)
  }
  return `geo:${latitude},${longitude}?q=${latitude},${longitude}(${name})`
}
