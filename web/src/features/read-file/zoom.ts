/** How a page is enlarged: its scale, and where its middle lies from the middle of the screen, in px. */
export interface View { scale: number; x: number; y: number }
export interface Box { width: number; height: number }
export const whole: View = { scale: 1, x: 0, y: 0 }
const most = 6

/** The view with the page kept on the screen: no further than its edges. */
export function kept(view: View, page: Box, screen: Box): View {
  const scale = Math.min(most, Math.max(1, view.scale))
  const room = (side: number, seen: number) => Math.max(0, (side * scale - seen) / 2)
  const within = (value: number, most: number) => Math.min(most, Math.max(-most, value))
  return { scale, x: within(view.x, room(page.width, screen.width)), y: within(view.y, room(page.height, screen.height)) }
}

/** Enlarges by `by` around a point, given from the middle of the screen: what lies under it stays there. */
export function zoomed(view: View, by: number, point: { x: number; y: number }): View {
  const scale = Math.min(most, Math.max(1, view.scale * by))
  const grown = scale / view.scale
  return { scale, x: point.x - (point.x - view.x) * grown, y: point.y - (point.y - view.y) * grown }
}
