import type { Component } from 'vue'
import IconAddress from '~icons/ph/address-book-fill'
import IconBook from '~icons/ph/book-open-text-fill'
import IconEnvelope from '~icons/ph/envelope-simple-open-fill'
import IconPlus from '~icons/ph/file-plus-fill'
import IconPen from '~icons/ph/note-pencil-fill'
import IconScroll from '~icons/ph/scroll-fill'
import IconHourglass from '~icons/ph/hourglass-medium-fill'
import IconSeal from '~icons/ph/seal-check-fill'
import { t } from '../i18n'
import { p } from '../i18n/procedure'
import { s } from '../i18n/service'
import type { Place } from './space'
import type { CaseState } from './useCase'

/** A tile of the panel that leads to a page of the case. */
export interface PageTile { name: Place['page']; label: string; icon: Component; place: Place }

/** Pages of the case, in the order in which the panel shows them; before what goes into the space as a message. */
export function pageTiles(state: CaseState): PageTile[] {
  const tiles: PageTile[] = []
  if (state.may('submit_evidence')) tiles.push({ name: 'submit_evidence', label: t('plus.evidence'), icon: IconPlus, place: { page: 'submit_evidence' } })
  tiles.push({ name: 'evidence', label: t('plus.evidence_board'), icon: IconSeal, place: { page: 'evidence' } })
  tiles.push({ name: 'applications', label: p('tile.applications'), icon: IconPen, place: { page: 'applications' } })
  if (state.action('file_answer')) tiles.push({ name: 'answer', label: p('tile.answer'), icon: IconScroll, place: { page: 'answer' } })
  tiles.push({ name: 'agenda', label: p('tile.agenda'), icon: IconHourglass, place: { page: 'agenda' } })
  // Whoever can be served has papers and an address here.
  if (state.action('confirm_service_address')) {
    tiles.push({ name: 'service', label: s('tile.service'), icon: IconEnvelope, place: { page: 'service' } })
    tiles.push({ name: 'service_address', label: s('tile.address'), icon: IconAddress, place: { page: 'service_address' } })
  }
  if (state.may('look_at_file')) tiles.push({ name: 'file', label: t('casefile.title'), icon: IconBook, place: { page: 'file' } })
  return tiles
}
