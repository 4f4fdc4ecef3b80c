import { expect, test } from 'vitest'
import { aspectOf, dragCorner, isWhole, moveCrop, placing, turnBy, turnCrop, whole } from './crop'

const part = { left: 100, top: 200, width: 300, height: 400 }

test('a page is turned in quarters, both ways', () => {
  expect([turnBy(0, 90), turnBy(270, 90), turnBy(0, -90), turnBy(180, 360)]).toEqual([90, 0, 270, 180])
})
test('a part of a page keeps its place when the page is turned', () => {
  expect(turnCrop(part, 90)).toEqual({ left: 400, top: 100, width: 400, height: 300 })
  expect(turnCrop(part, 180)).toEqual({ left: 600, top: 400, width: 300, height: 400 })
  for (const degrees of [0, 90, 180, 270]) expect(turnCrop(turnCrop(part, degrees), 360 - degrees)).toEqual(part)
})
test('the frame stays inside the page', () => {
  expect(moveCrop(part, -500, 900)).toEqual({ left: 0, top: 600, width: 300, height: 400 })
  expect(moveCrop(whole, 50, 50)).toEqual(whole)
})
test('a corner moves, the opposite one stays', () => {
  expect(dragCorner(part, 'se', 100, -100)).toEqual({ left: 100, top: 200, width: 400, height: 300 })
  expect(dragCorner(part, 'nw', -200, 100)).toEqual({ left: 0, top: 300, width: 400, height: 300 })
  expect(dragCorner(part, 'ne', 5000, -5000)).toEqual({ left: 100, top: 0, width: 900, height: 600 })
})
test('something is always left of a page', () => {
  for (const corner of ['nw', 'ne', 'sw', 'se'] as const) {
    const crop = dragCorner(part, corner, corner.endsWith('w') ? 9999 : -9999, corner.startsWith('n') ? 9999 : -9999)
    expect([crop.width, crop.height]).toEqual([50, 50])
  }
})
test('the whole page is no crop', () => { expect([isWhole(whole), isWhole(part)]).toEqual([true, false]) })
test('what is shown has the shape of the part, lying when the page lies', () => {
  const page = { width: 3000, height: 4000 }
  expect(aspectOf(page, undefined, 0)).toBeCloseTo(0.75)
  expect(aspectOf(page, undefined, 90)).toBeCloseTo(4 / 3)
  expect(aspectOf(page, { left: 0, top: 0, width: 1000, height: 500 }, 0)).toBeCloseTo(1.5)
  expect(placing(page, { left: 250, top: 0, width: 500, height: 1000 }, 0).picture).toEqual({ width: '200%', height: '100%', left: '-50%', top: '0%' })
})
