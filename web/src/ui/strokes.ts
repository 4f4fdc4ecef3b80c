/** A point of a pen on a pad, in CSS px, and when it was there, in ms. */
export interface Point { x: number; y: number; at: number }
export type Stroke = Point[]
/** A piece of a drawn line: a quadratic curve of one width. */
export interface Segment { from: { x: number; y: number }; by: { x: number; y: number }; to: { x: number; y: number }; width: number }

const thinnest = 1.6
const thickest = 4.6
const middle = (one: Point, other: Point) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 })
const apart = (one: Point, other: Point) => Math.hypot(other.x - one.x, other.y - one.y)
/** A quick pen leaves a thin line. */
function widthAt(one: Point, other: Point): number {
  const speed = apart(one, other) / Math.max(1, other.at - one.at)
  return Math.min(thickest, Math.max(thinnest, thickest - 1.6 * speed))
}

/**
 * The line that is drawn for a stroke: curves through the middles between its points, so that there are no corners, with a
 * width that follows the speed of the pen and does not jump. A touch without a movement is a dot: one segment of no length.
 */
export function segmentsOf(stroke: Stroke): Segment[] {
  const [first, ...rest] = stroke
  if (!first) return []
  if (rest.length === 0) return [{ from: first, by: first, to: first, width: thickest }]
  const segments: Segment[] = []
  let from: { x: number; y: number } = first
  let width = (thinnest + thickest) / 2
  for (const [index, point] of rest.entries()) {
    const before = stroke[index]!
    width += (widthAt(before, point) - width) * 0.4
    const to = index === rest.length - 1 ? point : middle(before, point)
    segments.push({ from, by: before, to, width })
    from = to
  }
  return segments
}

export const lengthOf = (strokes: readonly Stroke[]): number =>
  strokes.reduce((sum, stroke) => sum + stroke.reduce((own, point, index) => (index === 0 ? 0 : own + apart(stroke[index - 1]!, point)), 0), 0)
/** Shortest line that can be somebody's name, in CSS px: more than a slip of the finger or a row of dots. */
export const leastPx = 160
/** Whether what was written can be a signature. */
export const isSignature = (strokes: readonly Stroke[]): boolean => lengthOf(strokes) >= leastPx
