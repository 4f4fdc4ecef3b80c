import type { Finding } from '../../api/exhibitsOnPhone'
import { mediaOf } from './media'

/** Largest file the node takes, in bytes. */
export interface Limits { file_bytes: number }
/** Most files of one exhibit; more belong into a second exhibit or one PDF file. */
export const mostPages = 200

export function checkFile(file: { size_bytes: number; media_type: string }, limits: Limits): Finding[] {
  if (file.size_bytes === 0) return [{ level: 'stop', trouble: 'empty' }]
  const media = mediaOf(file.media_type)
  if (media === 'other' || file.media_type === 'image/svg+xml' || file.media_type === 'text/html') return [{ level: 'stop', trouble: 'type_unknown' }]
  const most = limits.file_bytes
  if (file.size_bytes > most) return [{ level: 'stop', trouble: 'too_large', params: { size_bytes: file.size_bytes, most_bytes: most } }]
  return []
}

/** A picture in grey, row by row, 0 black to 255 white; made small before it is judged. `width` and `height` of the original in px. */
export interface Grey { pixels: Uint8Array | Uint8ClampedArray; columns: number; rows: number; width: number; height: number }

function percentile(histogram: Uint32Array, share: number): number {
  const total = histogram.reduce((sum, n) => sum + n, 0)
  let seen = 0
  for (let value = 0; value < histogram.length; value += 1) {
    seen += histogram[value]!
    if (seen >= total * share) return value
  }
  return histogram.length - 1
}

/**
 * How sharp the sharpest places are, 0 to about 1, whatever the contrast: the steepest changes of brightness from pixel to
 * pixel against the range of brightness in the picture.
 */
export function sharpness(grey: Grey): number {
  const { pixels, columns, rows } = grey
  const light = new Uint32Array(256)
  const edges = new Uint32Array(1021)
  for (const pixel of pixels) light[pixel]! += 1
  for (let y = 1; y < rows - 1; y += 1) {
    for (let x = 1; x < columns - 1; x += 1) {
      const at = y * columns + x
      edges[Math.abs(4 * pixels[at]! - pixels[at - 1]! - pixels[at + 1]! - pixels[at - columns]! - pixels[at + columns]!)]! += 1
    }
  }
  const range = percentile(light, 0.995) - percentile(light, 0.005)
  return range === 0 ? 0 : percentile(edges, 0.998) / range
}

/** What a person would say about a photograph at first sight. Only ever warns: the court may still read what a machine cannot. */
export function checkPicture(grey: Grey): Finding[] {
  const findings: Finding[] = []
  if (Math.max(grey.width, grey.height) < 1000 && Math.min(grey.width, grey.height) < 600) {
    findings.push({ level: 'warn', trouble: 'small', params: { width: grey.width, height: grey.height } })
  }
  const light = new Uint32Array(256)
  for (const pixel of grey.pixels) light[pixel]! += 1
  const low = percentile(light, 0.005)
  const high = percentile(light, 0.995)
  if (high < 80) findings.push({ level: 'warn', trouble: 'dark' })
  else if (low > 225) findings.push({ level: 'warn', trouble: high - low < 12 ? 'blank' : 'glaring' })
  else if (high - low < 12) findings.push({ level: 'warn', trouble: 'blank' })
  else if (sharpness(grey) < 0.12) findings.push({ level: 'warn', trouble: 'blurred' })
  return findings
}
