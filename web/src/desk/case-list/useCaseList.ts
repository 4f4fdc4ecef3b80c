import { computed, ref, watch } from 'vue'
import type { CaseCard } from '../../api/contract'
import { session } from '../../api/session'
import { useCaseCards } from '../../features/list-cases/useCaseCards'
import { noteUnread } from '../frame/useRailCounts'

export type CaseFilter = 'all' | 'unread' | 'mine' | 'closed'

/** Whether an open case waits for this person: somebody named them, or the last word is somebody else's. */
export function waitsFor(card: CaseCard, myName: string | undefined): boolean {
  if (card.closed) return false
  return card.mentioned || (card.last !== undefined && card.last.name !== myName)
}

/** One's cases with the filters of the desk, kept fresh while the page is looked at. */
export function useCaseList() {
  const { words, state, cards, loading, problem, load } = useCaseCards()
  const filter = ref<CaseFilter>('all')
  watch(filter, (now) => { state.value = now === 'closed' ? 'closed' : 'open' })
  const unread = computed(() => cards.value.filter((card) => card.unread > 0))
  const mine = computed(() => cards.value.filter((card) => waitsFor(card, session.value?.name)))
  watch(cards, (now) => {
    // A search shows some cases only; their sum would be too small.
    if (state.value === 'open' && !words.value.trim()) noteUnread(now.reduce((sum, card) => sum + card.unread, 0))
  })
  const shown = computed(() => ({ all: cards.value, unread: unread.value, mine: mine.value, closed: cards.value })[filter.value])
  const count = (name: CaseFilter): number | undefined => {
    if (state.value === 'closed' || loading.value) return undefined
    return { all: cards.value.length, unread: unread.value.length, mine: mine.value.length, closed: undefined }[name]
  }
  return { words, filter, shown, loading, problem, load, count }
}
export type CaseList = ReturnType<typeof useCaseList>
