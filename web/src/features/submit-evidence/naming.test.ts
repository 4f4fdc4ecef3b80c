import { expect, test } from 'vitest'
import { defaultKind, defaultName, type NamedFile } from './naming'

const photo = (name: string): NamedFile => ({ name, media_type: 'image/jpeg' })
const pdf = (name: string): NamedFile => ({ name, media_type: 'application/pdf' })
const voice: NamedFile = { name: 'voice.webm', media_type: 'audio/webm', duration_ms: 83_000 }

test('an exhibit is called after its file when the file has a name', () => {
  expect(defaultName([pdf('借款合同.pdf')])).toBe('借款合同')
  expect(defaultName([photo('借条正面.jpg')])).toBe('借条正面')
  expect(defaultName([pdf('借款合同.pdf'), pdf('补充协议.pdf')])).toBe('借款合同等2个文件')
  expect(defaultName([photo('IMG_1.jpg'), pdf('借款合同.pdf')])).toBe('借款合同等2个文件')
})
test('names of cameras and messengers are no names', () => {
  for (const name of ['IMG_20260301_101010.jpg', 'image.jpg', '微信图片_20260301.png', 'DSC0001.JPG', '20260301.jpg', 'mmexport1700000000000.jpg', 'Screenshot_2026-03-01-10-10-10.png', '照片(2).jpg']) {
    expect(defaultName([photo(name)])).toBe('照片')
  }
  expect(defaultName([photo('IMG_1.jpg'), photo('IMG_2.jpg'), photo('IMG_3.jpg')])).toBe('照片 3 页')
  expect(defaultName([voice])).toBe('录音 1\'23"')
  expect(defaultName([])).toBe('')
})
test('the kind follows from what the files are', () => {
  expect(defaultKind([photo('a.jpg')])).toBe('photograph')
  expect(defaultKind([photo('a.jpg'), photo('b.jpg')])).toBe('document')
  expect(defaultKind([photo('Screenshot_1.png')])).toBe('electronic_data')
  expect(defaultKind([voice])).toBe('audio')
  expect(defaultKind([{ name: 'a.mp4', media_type: 'video/mp4' }, photo('b.jpg')])).toBe('video')
  expect(defaultKind([pdf('a.pdf')])).toBe('document')
  expect(defaultKind([{ name: 'chat.zip', media_type: 'application/zip' }])).toBe('electronic_data')
})
