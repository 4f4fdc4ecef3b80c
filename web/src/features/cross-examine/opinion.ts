import type { OpinionForm, PointOpinion, Stance } from '../../api/evidence'
import { te } from '../../i18n/evidence'

export const points = ['authenticity', 'legality', 'relevance', 'force'] as const
export type Point = (typeof points)[number]
export const stances: Stance[] = ['agree', 'dispute', 'need_original']
export type Quick = 'all' | 'purpose' | 'original'
export const quicks: Quick[] = ['all', 'purpose', 'original']

/** An opinion while it is made: a stance that is not chosen yet is missing. */
export type OpinionDraft = Record<Point, { stance: Stance | undefined; reason: string }> & { note: string; counter: string[] }
export const emptyOpinion = (): OpinionDraft => ({
  authenticity: { stance: undefined, reason: '' }, legality: { stance: undefined, reason: '' }, relevance: { stance: undefined, reason: '' }, force: { stance: undefined, reason: '' },
  note: '', counter: [],
})

const agree = () => ({ stance: 'agree' as const, reason: '' })
/** What the three common phrases mean, point by point. Whoever wants to see the original first leaves all four open. */
export function quickOpinion(quick: Quick): OpinionDraft {
  const draft = emptyOpinion()
  switch (quick) {
    case 'all':
      for (const point of points) draft[point] = agree()
      return draft
    case 'purpose':
      for (const point of points) draft[point] = agree()
      draft.force = { stance: 'dispute', reason: te('opine.purpose_reason') }
      return draft
    case 'original':
      for (const point of points) draft[point] = { stance: 'need_original', reason: te('opine.original_reason') }
      return draft
  }
}

/** Whoever does not agree says why. */
export const owesReason = (stance: Stance | undefined): boolean => stance === 'dispute' || stance === 'need_original'

export interface Wanting { point?: Point; reason: string }
/** What an opinion lacks before it can be given: a stance on each point, a reason for each that is not agreement. */
export function wantingIn(draft: OpinionDraft): Wanting[] {
  const wanting: Wanting[] = []
  if (points.some((point) => draft[point].stance === undefined)) wanting.push({ reason: te('opine.stances_need') })
  for (const point of points) if (owesReason(draft[point].stance) && !draft[point].reason.trim()) wanting.push({ point, reason: te('opine.reason_need') })
  return wanting
}
/** Whether something in it may bind as an admission. */
export const binds = (draft: OpinionDraft): boolean => points.some((point) => draft[point].stance === 'agree')

const said = ({ stance, reason }: OpinionDraft[Point]): PointOpinion => ({ stance: stance!, reason: stance === 'agree' ? '' : reason.trim() })
/** The opinion as it is given; only once nothing is wanting. `counter` names exhibits as `front12`. */
export function opinionFrom(draft: OpinionDraft): OpinionForm {
  return {
    authenticity: said(draft.authenticity), legality: said(draft.legality), relevance: said(draft.relevance), force: said(draft.force), note: draft.note.trim(),
    counter_evidence: draft.counter.map((name) => ({ origin: name.startsWith('court') ? 'court' : 'front', seq: Number(name.replace(/^\D+/, '')) })),
  }
}
/** An opinion in one line: 真实性、合法性无异议；证明力与证明目的有异议. */
export function opinionWords(opinion: OpinionForm, nameOf: (area: 'point' | 'stance', code: string) => string): string {
  if (points.every((point) => opinion[point].stance === 'agree')) return te('opine.all')
  return stances.flatMap((stance) => {
    const named = points.filter((point) => opinion[point].stance === stance)
    return named.length > 0 ? [`${named.map((point) => nameOf('point', point)).join('、')}${nameOf('stance', stance)}`] : []
  }).join('；')
}
