import { expect, test } from 'vitest'
import { drawnAs, mediaOf } from './picture'

const natural = { width: 1000, height: 2000 }

test('a page without marks is drawn whole', () => {
  expect(drawnAs({ turn_degrees: 0 }, natural, 0, false)).toMatchObject({ width: 1000, height: 2000, viewBox: '0 0 1000 2000' })
})
test('a turned page changes its sides, and a full turn none', () => {
  expect(drawnAs({ turn_degrees: 90 }, natural, 0, false)).toMatchObject({ width: 2000, height: 1000 })
  expect(drawnAs({ turn_degrees: 90 }, natural, 270, false)).toMatchObject({ width: 1000, height: 2000 })
  expect(drawnAs({ turn_degrees: 0 }, natural, -90, false).transform).toContain('rotate(270)')
})
test('the marked part is shown, and the whole page when it is asked for', () => {
  const page = { turn_degrees: 0, crop: { left: 100, top: 250, width: 500, height: 500 } }
  expect(drawnAs(page, natural, 0, false)).toMatchObject({ width: 500, height: 1000, transform: 'translate(-100 -500)' })
  expect(drawnAs(page, natural, 0, true)).toMatchObject({ width: 1000, height: 2000 })
})
test('files are shown by what they are', () => {
  expect(['image/jpeg', 'application/pdf', 'audio/ogg', 'video/mp4', 'application/zip'].map(mediaOf)).toEqual(['picture', 'pdf', 'sound', 'film', 'other'])
})
