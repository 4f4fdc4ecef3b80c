import type { FileIndex, FileItem, FileMark } from '../../api/contract'

/** A place in the file: the number of a page never changes, so it can be kept and cited. */
export interface Place { volume: number; page: number }
/** One page as the reader scrolls over it; a restricted item that waits for a look is one row. */
export interface PageRow extends Place {
  key: string
  item: FileItem
  locked: boolean
  /** Last page of the row: the page itself, or that of the locked item. */
  last: number
}
export interface SectionRows { section: FileItem['section']; items: { volume: number; item: FileItem }[] }

export const placeKey = ({ volume, page }: Place): string => `${volume}-${page}`

/** Every page the viewer finds, in the order of reading. */
export function rowsOf(index: FileIndex): PageRow[] {
  return index.volumes.flatMap(({ volume, items }) => items.flatMap((item): PageRow[] => {
    const last = item.first_page + item.n_pages - 1
    if (item.needs_look) return [{ key: placeKey({ volume, page: item.first_page }), volume, page: item.first_page, item, locked: true, last }]
    return Array.from({ length: item.n_pages }, (_, nth) => {
      const page = item.first_page + nth
      return { key: placeKey({ volume, page }), volume, page, item, locked: false, last: page }
    })
  }))
}

/** Row of a page; undefined where the viewer finds none. */
export function rowAt(rows: PageRow[], place: Place): number | undefined {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]!
    if (row.volume < place.volume || (row.volume === place.volume && row.last < place.page)) low = middle + 1
    else high = middle
  }
  const found = rows[low]
  return found && found.volume === place.volume && found.page <= place.page ? low : undefined
}

const order: FileItem['section'][] = [
  'filing', 'complaint', 'identity', 'authority', 'answer', 'claimant_evidence', 'respondent_evidence', 'third_party_evidence', 'notice', 'opinion',
  'question', 'comparison', 'application', 'ruling', 'closing', 'deliberation', 'approval', 'other',
]
/** The index by its headings; `query` leaves only what has these words in title or author. */
export function sectionsOf(index: FileIndex, query: string): SectionRows[] {
  const words = query.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const fits = (item: FileItem) => words.every((word) => `${item.title} ${item.submitted_by}`.toLocaleLowerCase().includes(word))
  const all = index.volumes.flatMap(({ volume, items }) => items.map((item) => ({ volume, item })))
  return order.flatMap((section) => {
    const items = all.filter(({ item }) => item.section === section && fits(item))
    return items.length > 0 ? [{ section, items }] : []
  })
}

/** The mark of a page. */
export const markAt = (marks: FileMark[], place: Place): FileMark | undefined =>
  marks.find((mark) => mark.volume === place.volume && mark.page === place.page)

/**
 * Width to ask a picture in: the pixels of the screen (half as many again on a coarse one, where small print would blur), in
 * steps, so that turning the phone does not load everything anew.
 */
export function pictureWidth(cssWidth: number, pixelRatio: number): number {
  const wanted = Math.ceil((cssWidth * Math.min(Math.max(pixelRatio, 1.5), 2)) / 120) * 120
  return Math.min(1440, Math.max(360, wanted))
}
