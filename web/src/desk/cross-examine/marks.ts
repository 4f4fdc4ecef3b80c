import type { ExhibitView, OpinionForm, OpinionView, Stance } from '../../api/bench'

export const points = ['authenticity', 'legality', 'relevance', 'force'] as const
export type Point = typeof points[number]
export interface Mark { point: Point; stance: Stance; reason: string }
/** What one opposing party says to an exhibit now; without marks it has not spoken yet. */
export interface PartyMarks { party: number; name: string; marks: Mark[] | undefined; note: string; round: number; nEarlier: number }

export const marksOf = (opinion: OpinionForm): Mark[] =>
  points.map((point) => ({ point, stance: opinion[point].stance, reason: opinion[point].reason ?? '' }))

/** The last opinion of each party, in the order of the parties, and those that still owe one. */
export function partyMarks(exhibit: Pick<ExhibitView, 'opinions' | 'awaits'>): PartyMarks[] {
  const found = new Map<number, PartyMarks>()
  for (const one of [...exhibit.opinions].sort((a, b) => a.at.localeCompare(b.at))) {
    const earlier = found.get(one.party)
    const nEarlier = earlier ? earlier.nEarlier + 1 : 0
    found.set(one.party, { party: one.party, name: one.party_name, marks: marksOf(one.opinion), note: one.opinion.note ?? '', round: one.round, nEarlier })
  }
  for (const { party, party_name } of exhibit.awaits) {
    if (!found.has(party)) found.set(party, { party, name: party_name, marks: undefined, note: '', round: 0, nEarlier: 0 })
  }
  return [...found.values()].sort((a, b) => a.party - b.party)
}

export type Stand = 'waiting' | 'undisputed' | 'disputed' | 'need_original'
/** How an exhibit stands between the parties: the strictest word counts, and silence before agreement. */
export function standOf(exhibit: Pick<ExhibitView, 'opinions' | 'awaits'>): Stand {
  const all = partyMarks(exhibit).flatMap((one) => one.marks ?? [])
  if (all.some((mark) => mark.stance === 'dispute')) return 'disputed'
  if (all.some((mark) => mark.stance === 'need_original')) return 'need_original'
  return exhibit.awaits.length > 0 || all.length === 0 ? 'waiting' : 'undisputed'
}

/** Opinions by round, the newest round first; within one in the order of their coming. */
export function byRound(opinions: OpinionView[]): { round: number; opinions: OpinionView[] }[] {
  const rounds = new Map<number, OpinionView[]>()
  for (const one of opinions) rounds.set(one.round, [...(rounds.get(one.round) ?? []), one])
  return [...rounds].sort(([a], [b]) => b - a)
    .map(([round, list]) => ({ round, opinions: list.sort((a, b) => a.at.localeCompare(b.at)) }))
}

export interface SideGroup { side: ExhibitView['side']; exhibits: ExhibitView[] }
const order: ExhibitView['side'][] = ['claimant', 'respondent', 'third_party']
/** Exhibits by side, each in the order of its numbers. */
export function bySide(exhibits: ExhibitView[]): SideGroup[] {
  return order
    .map((side) => ({ side, exhibits: exhibits.filter((one) => one.side === side).sort((a, b) => a.number - b.number) }))
    .filter((group) => group.exhibits.length > 0)
}
