import type { Component } from 'vue'
import IconPen from '~icons/ph/note-pencil-fill'
import IconScroll from '~icons/ph/scroll-fill'
import IconHourglass from '~icons/ph/hourglass-medium-fill'
import { p } from '../i18n/procedure'
import type { Place } from './space'
import type { CaseState } from './useCase'

/** A tile of the panel that leads to a page of the case. */
export interface PageTile { name: Place['page']; label: string; icon: Component; place: Place }

/** Pages of the case, in the order in which the panel shows them; before what goes into the space as a message. */
export function pageTiles(state: CaseState): PageTile[] {
  const tiles: PageTile[] = [
    { name: 'applications', label: p('tile.applications'), icon: IconPen, place: { page: 'applications' } },
    { name: 'agenda', label: p('tile.agenda'), icon: IconHourglass, place: { page: 'agenda' } },
  ]
  if (state.action('file_answer')) tiles.splice(1, 0, { name: 'answer', label: p('tile.answer'), icon: IconScroll, place: { page: 'answer' } })
  return tiles
}
