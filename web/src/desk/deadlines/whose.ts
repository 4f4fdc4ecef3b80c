import type { Whose } from '../../api/bench'
import type { CaseParty, Side } from '../../api/contract'
import { nameOf } from '../../casespace/names'
import { d } from '../i18n'

const keyOf = (whose: Whose): string => {
  switch (whose.who) {
    case 'court':
    case 'parties': return whose.who
    case 'side': return `side ${whose.side}`
    case 'party': return `party ${whose.party}`
    default: { const unknown: never = whose; return unknown }
  }
}
/** Whose move a period of this case can be: the court's, everybody's, a side's with several parties, one party's. */
export function whoseOptions(parties: CaseParty[]): { value: string; label: string; whose: Whose }[] {
  const sides = [...new Set(parties.map((one) => one.side))].filter((side) => parties.filter((one) => one.side === side).length > 1)
  const all: { whose: Whose; label: string }[] = [
    ...parties.map((one) => ({ whose: { who: 'party', party: one.party } as Whose, label: `${one.name}（${nameOf('role', one.role)}）` })),
    ...sides.map((side: Side) => ({ whose: { who: 'side', side } as Whose, label: nameOf('side', side) })),
    { whose: { who: 'parties' }, label: d('ag.whose_parties') },
    { whose: { who: 'court' }, label: d('ag.whose_court') },
  ]
  return all.map((one) => ({ ...one, value: keyOf(one.whose) }))
}
