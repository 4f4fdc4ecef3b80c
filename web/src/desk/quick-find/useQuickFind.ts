import { computed, onScopeDispose, ref, watch } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { listCases } from '../../api/cases'
import type { CaseCard, FilingView, Problem } from '../../api/contract'
import { deskFilings } from '../../api/filings'
import { problemOf } from '../../api/problem'
import { nameOf } from '../../casespace/names'

export interface Found { key: string; title: string; under: string; tag: string; to: RouteLocationRaw }
const most = 30

/** Whether every word stands somewhere in the filing's title, number, cause or the names of its parties. */
export function filingMatches(filing: FilingView, words: string): boolean {
  const parties = [...filing.form.claimants, ...filing.form.respondents, ...filing.form.third_parties].map((party) => party.name)
  const text = [filing.title, filing.case_number ?? '', filing.cause_name, ...parties].join('\n').toLowerCase()
  return words.toLowerCase().split(/\s+/).filter(Boolean).every((word) => text.includes(word))
}

/** Cases and, for the filing desk, filings that match the words typed. */
export function useQuickFind(withFilings: boolean) {
  const words = ref('')
  const cases = ref<CaseCard[]>([])
  const filings = ref<FilingView[]>([])
  const problem = ref<Problem>()
  const asking = ref(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function askCases(): Promise<void> {
    const mine = ++turn
    try {
      const q = words.value.trim() || undefined
      const [open, closed] = await Promise.all([listCases({ q, state: 'open' }), listCases({ q, state: 'closed' })])
      if (mine === turn) { cases.value = [...open, ...closed]; problem.value = undefined }
    } catch (thrown) {
      if (mine === turn) problem.value = problemOf(thrown)
    } finally {
      if (mine === turn) asking.value = false
    }
  }
  async function askFilings(): Promise<void> {
    try {
      const queues = await Promise.all([deskFilings('open'), deskFilings('waiting'), deskFilings('done')])
      filings.value = queues.flat()
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }
  watch(words, () => { asking.value = true; clearTimeout(timer); timer = setTimeout(askCases, 180) })
  onScopeDispose(() => { clearTimeout(timer); turn += 1 })
  void askCases()
  if (withFilings) void askFilings()

  const ownCases = computed(() => new Set(cases.value.map((card) => card.case)))
  const found = computed<Found[]>(() => [
    ...filings.value.filter((filing) => !ownCases.value.has(filing.case) && filingMatches(filing, words.value)).map((filing) => ({
      key: `f${filing.case}`, title: filing.title, under: filing.case_number ?? `${filing.cause_name} · ${filing.court_name}`, tag: nameOf('filing_state', filing.state),
      to: { name: 'filings', params: { case: filing.case } },
    })),
    ...cases.value.map((card) => ({
      key: `c${card.case}`, title: card.title, under: card.case_number ?? card.court_name, tag: nameOf('status', card.status),
      to: { name: 'cases', params: { case: card.case } },
    })),
  ].slice(0, most))
  return { words, found, problem, asking }
}
