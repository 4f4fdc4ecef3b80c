import { expect, test } from 'vitest'
import { mediaOf } from './picture'

test('files are shown by what they are', () => {
  expect(['image/jpeg', 'application/pdf', 'audio/ogg', 'video/mp4', 'application/zip'].map(mediaOf)).toEqual(['picture', 'pdf', 'sound', 'film', 'other'])
})
