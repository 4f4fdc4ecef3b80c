import type { Finding } from '../../api/exhibitsOnPhone'
import { checkFile, checkPicture, type Grey, type Limits } from './checks'
import { mediaOf } from './media'

/** Longer side of the picture that is judged, in px: small enough to be quick, large enough to see that writing is out of focus. */
const judgedPx = 1200

async function greyOf(bytes: Blob): Promise<Grey> {
  const picture = await createImageBitmap(bytes)
  try {
    const { width, height } = picture
    const scale = Math.min(1, judgedPx / Math.max(width, height))
    const columns = Math.max(3, Math.round(width * scale))
    const rows = Math.max(3, Math.round(height * scale))
    const canvas = document.createElement('canvas')
    canvas.width = columns
    canvas.height = rows
    const pen = canvas.getContext('2d', { willReadFrequently: true })
    if (!pen) throw new Error('no canvas')
    pen.drawImage(picture, 0, 0, columns, rows)
    const { data } = pen.getImageData(0, 0, columns, rows)
    const pixels = new Uint8Array(columns * rows)
    for (let at = 0; at < pixels.length; at += 1) pixels[at] = (data[at * 4]! * 77 + data[at * 4 + 1]! * 150 + data[at * 4 + 2]! * 29) >> 8
    return { pixels, columns, rows, width, height }
  } finally {
    picture.close()
  }
}

/** What is to be said about a file before it leaves the phone; of pictures also their size in px. */
export async function lookAtFile(bytes: Blob, mediaType: string, limits: Limits): Promise<{ findings: Finding[]; width?: number; height?: number }> {
  const findings = checkFile({ size_bytes: bytes.size, media_type: mediaType }, limits)
  if (findings.length > 0 || mediaOf(mediaType) !== 'picture') return { findings }
  try {
    const grey = await greyOf(bytes)
    return { findings: checkPicture(grey), width: grey.width, height: grey.height }
  } catch {
    // Few browsers read these kinds; the court does.
    const unread = mediaType === 'image/heif' || mediaType === 'image/heic' || mediaType === 'image/tiff'
    return { findings: [unread ? { level: 'warn', trouble: 'not_shown_here' } : { level: 'stop', trouble: 'not_a_picture' }] }
  }
}
