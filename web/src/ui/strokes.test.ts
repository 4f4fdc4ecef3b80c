import { expect, test } from 'vitest'
import { isSignature, lengthOf, segmentsOf, type Stroke } from './strokes'

const line = (n: number, step: number, ms = 16): Stroke => Array.from({ length: n }, (_, at) => ({ x: at * step, y: 0, at: at * ms }))

test('a stroke is one line without gaps, from its first point to its last', () => {
  const stroke = [{ x: 0, y: 0, at: 0 }, { x: 10, y: 10, at: 16 }, { x: 20, y: 0, at: 32 }, { x: 30, y: 10, at: 48 }]
  const segments = segmentsOf(stroke)
  expect(segments[0]!.from).toMatchObject({ x: 0, y: 0 })
  expect(segments.at(-1)!.to).toMatchObject({ x: 30, y: 10 })
  for (const [index, segment] of segments.slice(1).entries()) expect(segment.from).toEqual(segments[index]!.to)
})
test('a quick stroke is thinner than a slow one, and neither is too thin to be seen', () => {
  const widths = (stroke: Stroke) => segmentsOf(stroke).map((one) => one.width)
  const [slow, quick] = [widths(line(30, 1)), widths(line(30, 60))]
  expect(slow.at(-1)!).toBeGreaterThan(quick.at(-1)!)
  for (const width of [...slow, ...quick]) { expect(width).toBeGreaterThan(1.5); expect(width).toBeLessThan(5) }
})
test('a touch is a dot, nothing is nothing', () => {
  expect(segmentsOf([{ x: 5, y: 5, at: 0 }])).toHaveLength(1)
  expect(segmentsOf([])).toEqual([])
})
test('a slip of the finger is no signature, nor are dots', () => {
  expect(lengthOf([line(3, 10), line(2, 5)])).toBe(25)
  expect(isSignature([line(4, 10)])).toBe(false)
  expect(isSignature(Array.from({ length: 40 }, () => line(1, 0)))).toBe(false)
  expect(isSignature([line(10, 10), line(10, 10)])).toBe(true)
})
