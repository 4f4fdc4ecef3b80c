import { expect, test } from 'vitest'
import type { CaseDetail, Member } from '../../api/contract'
import { seatsOf } from './seats'

const member = (person: string, name: string, role: Member['role'], party: number): Member => ({ person, name, role, party, muted: false, online: true, actions: [] })
const parties: CaseDetail['parties'] = [
  { party: 0, role: 'plaintiff', side: 'claimant', name: '样例甲', kind: 'natural_person', joined: false, invited: false, agents: [{ name: '样例律师', kind: 'lawyer', joined: true, invited: false }] },
  { party: 1, role: 'defendant', side: 'respondent', name: '样例乙', kind: 'natural_person', joined: true, invited: true, agents: [] },
]

test('an agent sits under the party, and never in the party’s own place', () => {
  const seats = seatsOf({ parties }, [member('x', '样例律师', 'litigation_agent', 0), member('y', '样例乙', 'defendant', 1)])
  expect(seats.map((seat) => [seat.name, seat.agent, seat.member?.person])).toEqual([
    ['样例甲', undefined, undefined], ['样例律师', 0, 'x'], ['样例乙', undefined, 'y'],
  ])
})
