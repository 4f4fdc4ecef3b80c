import type { ExhibitPage } from '../../api/bench'

export interface Size { width: number; height: number }
export interface Drawn { width: number; height: number; viewBox: string; transform: string }

/**
 * How a page is drawn for reading, in pixels of the picture: the part that its side marked, or all of it, turned as marked and as
 * the reader turned it further. The file itself stays as it is.
 */
export function drawnAs(page: Pick<ExhibitPage, 'turn_degrees' | 'crop'>, natural: Size, turnedFurther: number, whole: boolean): Drawn {
  const crop = whole || !page.crop ? { left: 0, top: 0, width: 1000, height: 1000 } : page.crop
  const left = natural.width * crop.left / 1000
  const top = natural.height * crop.top / 1000
  const width = natural.width * crop.width / 1000
  const height = natural.height * crop.height / 1000
  const turn = (((page.turn_degrees ?? 0) + turnedFurther) % 360 + 360) % 360
  const back = `translate(${-left} ${-top})`
  switch (turn) {
    case 90: return { width: height, height: width, viewBox: `0 0 ${height} ${width}`, transform: `translate(${height} 0) rotate(90) ${back}` }
    case 180: return { width, height, viewBox: `0 0 ${width} ${height}`, transform: `translate(${width} ${height}) rotate(180) ${back}` }
    case 270: return { width: height, height: width, viewBox: `0 0 ${height} ${width}`, transform: `translate(0 ${width}) rotate(270) ${back}` }
    default: return { width, height, viewBox: `0 0 ${width} ${height}`, transform: back }
  }
}

export type Media = 'picture' | 'pdf' | 'sound' | 'film' | 'other'
/** How a file of an exhibit is shown. */
export function mediaOf(mediaType: string): Media {
  if (mediaType.startsWith('image/')) return 'picture'
  if (mediaType.startsWith('audio/')) return 'sound'
  if (mediaType.startsWith('video/')) return 'film'
  return mediaType === 'application/pdf' ? 'pdf' : 'other'
}
