import type { BlobRef } from '../../api/contract'

/** One thing to look at below the other: a page of a PDF file that the court's node draws, a picture, or a file to open. */
export type Sheet =
  | { kind: 'page'; file: BlobRef; page: number }
  | { kind: 'picture'; file: BlobRef }
  | { kind: 'file'; file: BlobRef }

/** Everything in the files of a paper, page by page. A PDF file whose pages nobody could count is a file to open. */
export function sheetsOf(files: readonly BlobRef[]): Sheet[] {
  return files.flatMap((file): Sheet[] => {
    if (/^image\/(jpeg|png|webp|gif|bmp)$/.test(file.media_type)) return [{ kind: 'picture', file }]
    if (file.media_type === 'application/pdf' && file.pages) return Array.from({ length: file.pages }, (_, at) => ({ kind: 'page', file, page: at + 1 }))
    return [{ kind: 'file', file }]
  })
}

const widths = [800, 1200, 1600, 2000]
/** The width in which a page is asked for, in px: one of few, so that a little zooming does not draw it anew. */
export function widthFor(roomPx: number, ratio: number, zoom: number): number {
  const wanted = roomPx * ratio * zoom
  return widths.find((width) => width >= wanted * 0.9) ?? widths.at(-1)!
}

/** How pages are enlarged: 1 is as wide as the screen. */
export const zooms = [1, 1.25, 1.5, 2, 2.5, 3] as const
/** The next step up or down from where two fingers have left it. */
export function stepZoom(zoom: number, up: boolean): number {
  const next = up ? zooms.find((one) => one > zoom + 0.01) : [...zooms].reverse().find((one) => one < zoom - 0.01)
  return next ?? (up ? zooms.at(-1)! : zooms[0])
}
export const boundedZoom = (zoom: number): number => Math.min(zooms.at(-1)!, Math.max(zooms[0], zoom))
/** What the file is saved as. */
export const savedName = (title: string, file: BlobRef): string => file.name ?? `${title}${file.media_type === 'application/pdf' ? '.pdf' : ''}`
