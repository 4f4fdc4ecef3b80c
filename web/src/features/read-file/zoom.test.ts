import { expect, test } from 'vitest'
import { kept, whole, zoomed } from './zoom'

const page = { width: 300, height: 424 }
const screen = { width: 300, height: 600 }

test('what lies under the finger stays there', () => {
  const view = zoomed(whole, 2, { x: 60, y: -40 })
  expect(view).toEqual({ scale: 2, x: -60, y: 40 })
  expect(zoomed(view, 0.5, { x: 60, y: -40 })).toEqual({ scale: 1, x: 0, y: 0 })
})
test('a page does not leave the screen and is never smaller than it', () => {
  expect(kept({ scale: 0.4, x: 30, y: 30 }, page, screen)).toEqual({ scale: 1, x: 0, y: 0 })
  expect(kept({ scale: 2, x: 900, y: -900 }, page, screen)).toEqual({ scale: 2, x: 150, y: -124 })
  expect(kept({ scale: 40, x: 0, y: 0 }, page, screen).scale).toBe(6)
})
