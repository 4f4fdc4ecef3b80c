import type { Crop } from '../../api/evidence'

/** Clockwise: 0, 90, 180 or 270. */
export type Turn = 0 | 90 | 180 | 270
export const turnBy = (from: number, by: number): Turn => ((((from + by) % 360) + 360) % 360) as Turn
export const whole: Crop = { left: 0, top: 0, width: 1000, height: 1000 }
export const isWhole = (crop: Crop): boolean => crop.left <= 0 && crop.top <= 0 && crop.width >= 1000 && crop.height >= 1000
/** Smallest side of what is left of a page, in thousandths. */
const least = 50

/**
 * Where a part of a page stands when the page is turned. A crop is always kept on the page as it came, so that turning and
 * cropping do not depend on which was done first; on the screen it is drawn on the turned page.
 */
export function turnCrop(crop: Crop, degrees: number): Crop {
  const { left, top, width, height } = crop
  switch (turnBy(degrees, 0)) {
    case 90: return { left: 1000 - top - height, top: left, width: height, height: width }
    case 180: return { left: 1000 - left - width, top: 1000 - top - height, width, height }
    case 270: return { left: top, top: 1000 - left - width, width: height, height: width }
    default: return { ...crop }
  }
}

const between = (value: number, low: number, high: number) => Math.round(Math.min(high, Math.max(low, value)))
/** The frame moved by thousandths, kept inside the page. */
export function moveCrop(crop: Crop, dx: number, dy: number): Crop {
  return { ...crop, left: between(crop.left + dx, 0, 1000 - crop.width), top: between(crop.top + dy, 0, 1000 - crop.height) }
}
export type Corner = 'nw' | 'ne' | 'sw' | 'se'
/** The frame with one corner moved; the opposite corner stays. */
export function dragCorner(crop: Crop, corner: Corner, dx: number, dy: number): Crop {
  const right = crop.left + crop.width
  const bottom = crop.top + crop.height
  const west = corner === 'nw' || corner === 'sw'
  const north = corner === 'nw' || corner === 'ne'
  const left = west ? between(crop.left + dx, 0, right - least) : crop.left
  const top = north ? between(crop.top + dy, 0, bottom - least) : crop.top
  return {
    left, top,
    width: (west ? right : between(right + dx, crop.left + least, 1000)) - left,
    height: (north ? bottom : between(bottom + dy, crop.top + least, 1000)) - top,
  }
}

export interface Size { width: number; height: number }
/** Width divided by height of what is shown of a page. */
export function aspectOf(page: Size, crop: Crop | undefined, turn: number): number {
  const part = crop ?? whole
  const aspect = (page.width * part.width) / (page.height * part.height)
  return turnBy(turn, 0) % 180 === 90 ? 1 / aspect : aspect
}
/** CSS of the box that is turned inside a frame with {@link aspectOf}, and of the picture in it. */
export function placing(page: Size, crop: Crop | undefined, turn: number) {
  const part = crop ?? whole
  const sideways = turnBy(turn, 0) % 180 === 90
  const aspect = aspectOf(page, crop, 0)
  return {
    box: {
      width: sideways ? `${aspect * 100}%` : '100%',
      height: sideways ? `${100 / aspect}%` : '100%',
      transform: `translate(-50%, -50%) rotate(${turnBy(turn, 0)}deg)`,
    },
    picture: {
      width: `${100_000 / part.width}%`,
      height: `${100_000 / part.height}%`,
      left: `${(-part.left / part.width) * 100}%`,
      top: `${(-part.top / part.height) * 100}%`,
    },
  }
}
