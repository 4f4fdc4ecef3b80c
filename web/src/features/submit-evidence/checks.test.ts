import { expect, test } from 'vitest'
import { checkFile, checkPicture, type Grey } from './checks'
import { mediaOf, typeOf } from './media'

const limits = { file_bytes: 50 * 1024 * 1024 }
const troubles = (size_bytes: number, media_type: string) => checkFile({ size_bytes, media_type }, limits).map((one) => `${one.level} ${one.trouble}`)

test('files are measured against what the node takes', () => {
  expect(troubles(0, 'image/jpeg')).toEqual(['stop empty'])
  expect(troubles(1, 'image/jpeg')).toEqual([])
  expect(troubles(limits.file_bytes, 'application/pdf')).toEqual([])
  expect(troubles(limits.file_bytes + 1, 'application/pdf')).toEqual(['stop too_large'])
  expect(troubles(limits.file_bytes + 1, 'audio/mpeg')).toEqual(['stop too_large'])
  expect(troubles(limits.file_bytes, 'video/mp4')).toEqual([])
})

test('what a browser would run is not taken', () => {
  for (const type of ['image/svg+xml', 'text/html', 'application/x-msdownload', '']) expect(troubles(10, type)).toEqual(['stop type_unknown'])
})

test('a phone that tells no type is asked by the name of the file', () => {
  expect(typeOf({ type: '', name: 'IMG_1.HEIC' })).toBe('image/heif')
  expect(typeOf({ type: 'application/octet-stream', name: '合同.docx' })).toMatch(/wordprocessingml/)
  expect(typeOf({ type: 'audio/webm;codecs=opus', name: 'x' })).toBe('audio/webm')
  expect(typeOf({ type: '', name: 'README' })).toBe('')
  expect(mediaOf('application/vnd.ms-excel')).toBe('office')
})

const columns = 200
const rows = 200
/** Black stripes on white; `soft` is how many pixels an edge takes. */
function stripes(soft: number, dark = 20, bright = 230, size = 3000): Grey {
  const pixels = new Uint8Array(columns * rows)
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const wave = Math.sin((x / 40) * 2 * Math.PI)
      const share = Math.min(1, Math.max(0, 0.5 + (wave * 40) / (2 * Math.PI * Math.max(0.01, soft))))
      pixels[y * columns + x] = Math.round(dark + share * (bright - dark))
    }
  }
  return { pixels, columns, rows, width: size, height: size }
}
const seen = (grey: Grey) => checkPicture(grey).map((one) => one.trouble)

test('a clear page passes, in strong and in weak light', () => {
  expect(seen(stripes(0))).toEqual([])
  expect(seen(stripes(0, 90, 150))).toEqual([])
})
test('a page out of focus is noticed', () => { expect(seen(stripes(30))).toEqual(['blurred']) })
test('a page in the dark is noticed', () => { expect(seen(stripes(0, 2, 60))).toEqual(['dark']) })
test('an empty page is noticed', () => { expect(seen(stripes(0, 200, 204))).toEqual(['blank']) })
test('a page in glaring light is noticed', () => { expect(seen(stripes(0, 230, 255))).toEqual(['glaring']) })
test('a tiny picture is noticed', () => { expect(seen(stripes(0, 20, 230, 400))).toEqual(['small']) })
test('everything only warns', () => { expect(checkPicture(stripes(30, 0, 5, 100)).every((one) => one.level === 'warn')).toBe(true) })
