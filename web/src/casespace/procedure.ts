import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { showAgenda } from '../api/agenda'
import { listApplications } from '../api/applications'
import type { ApplicationView, CaseAgenda, CaseApplications, EntryRef } from '../api/contract'
import { showEvidence, type EvidenceBoard, type ExhibitView, type ProposalView, type QuestionView } from '../api/evidence'
import { showService, type CaseService, type ServiceItem } from '../api/service'
import { keyOf } from './entryLog'
import { itemOf, titlesOf } from './served'
import type { CaseState } from './useCase'

interface Parts { board: EvidenceBoard; applications: CaseApplications; agenda: CaseAgenda; service: CaseService }
const settleMs = 400

/**
 * What stands behind the cards of a case: how its exhibits, applications, deadlines and papers are now.
 *
 * Nothing is asked of the court before a card needs it; from then on each act in the case brings it up to date. A part
 * that does not come leaves the cards with what their entry says.
 */
export function useProcedure(state: CaseState) {
  const parts: { [Name in keyof Parts]: ShallowRef<Parts[Name] | undefined> } = { board: shallowRef(), applications: shallowRef(), agenda: shallowRef(), service: shallowRef() }
  const wanted = new Set<keyof Parts>()
  const asks: { [Name in keyof Parts]: () => Promise<Parts[Name]> } = {
    board: () => showEvidence(state.caseId),
    applications: () => listApplications(state.caseId),
    agenda: () => showAgenda(state.caseId),
    service: () => showService(state.caseId),
  }
  let gone = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask<Name extends keyof Parts>(name: Name): Promise<void> {
    try {
      const fresh = await asks[name]()
      if (!gone) parts[name].value = fresh
    } catch {
      // The next act in the case asks again.
    }
  }
  function want(name: keyof Parts): void {
    if (wanted.has(name)) return
    wanted.add(name)
    void ask(name)
  }
  async function refresh(): Promise<void> { await Promise.all([...wanted].map(ask)) }
  watch(() => state.detail.value, (_, before) => {
    if (!before) return
    clearTimeout(timer)
    timer = setTimeout(() => { void refresh() }, settleMs)
  })
  // A day may have passed while the page was away.
  const onVisible = () => { if (document.visibilityState === 'visible') void refresh() }
  document.addEventListener('visibilitychange', onVisible)
  onScopeDispose(() => { gone = true; clearTimeout(timer); document.removeEventListener('visibilitychange', onVisible) })

  const same = (one: EntryRef, other: EntryRef) => keyOf(one) === keyOf(other)
  function exhibit(ref: EntryRef): ExhibitView | undefined {
    want('board')
    return parts.board.value?.exhibits.find((one) => same(one.exhibit, ref))
  }
  /** A question of the court, whether it is about one exhibit or about none. */
  function question(ref: EntryRef): QuestionView | undefined {
    want('board')
    const board = parts.board.value
    return board && [...board.questions, ...board.exhibits.flatMap((one) => one.questions)].find((one) => same(one.question, ref))
  }
  function proposal(ref: EntryRef): ProposalView | undefined {
    want('board')
    return parts.board.value?.proposals.find((one) => same(one.proposal, ref))
  }
  function application(ref: EntryRef): ApplicationView | undefined {
    want('applications')
    return parts.applications.value?.applications.find((one) => same(one.application, ref))
  }
  /** How service of a paper on a party stands. */
  function served(paper: EntryRef, recipient: number): ServiceItem | undefined {
    want('service')
    return itemOf(parts.service.value?.items ?? [], paper, recipient)
  }
  /** What an exhibit is called: its label, or its own name while the list is on its way. */
  function nameOfExhibit(ref: EntryRef): string | undefined {
    const body = state.log.find(ref)?.body
    return exhibit(ref)?.label ?? (body?.type === 'evidence_submitted' ? `《${body.exhibit.name}》` : undefined)
  }
  /** What was served, as the entries tell it: by the paper itself, or everything of one sending. */
  function nameOfPaper(ref: EntryRef): string | undefined {
    const sent = state.log.find(ref)?.body
    if (sent?.type === 'papers_sent') return titlesOf(sent.papers.map((one) => one.title))
    for (const { body } of state.log.entries.value) {
      const papers = body.type === 'papers_sent' || body.type === 'paper_service_recorded' ? body.papers : []
      const found = papers.find((one) => same(one.paper, ref))
      if (found) return `《${found.title}》`
    }
    return undefined
  }
  const nameOfParty = (party: number): string | undefined => state.detail.value?.parties.find((one) => one.party === party)?.name

  return {
    board: parts.board, applications: parts.applications, agenda: parts.agenda, service: parts.service,
    want, refresh, exhibit, question, proposal, application, served, nameOfExhibit, nameOfParty, nameOfPaper,
  }
}
export type ProcedureState = ReturnType<typeof useProcedure>
