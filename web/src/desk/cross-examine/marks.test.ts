import { expect, test } from 'vitest'
import type { ExhibitView, OpinionView, Stance } from '../../api/bench'
import { byRound, bySide, partyMarks, standOf } from './marks'

const said = (party: number, at: string, stances: [Stance, Stance, Stance, Stance], round = 1): OpinionView => ({
  entry: { origin: 'front', seq: Number(at) }, party, party_name: `样例${party}`, side: 'respondent', author_name: `样例${party}`, at, round, superseded: false, late: false,
  opinion: {
    authenticity: { stance: stances[0] }, legality: { stance: stances[1] }, relevance: { stance: stances[2], reason: stances[2] === 'dispute' ? '与本案无关' : '' },
    force: { stance: stances[3] }, note: '', counter_evidence: [],
  },
}) as OpinionView
const agree: [Stance, Stance, Stance, Stance] = ['agree', 'agree', 'agree', 'agree']
const waits = (party: number) => ({ party, party_name: `样例${party}` })

test('the last word of each party is what the grid shows, and how often it changed', () => {
  const [one, two] = partyMarks({ opinions: [said(1, '20', ['agree', 'agree', 'dispute', 'agree']), said(1, '10', agree)], awaits: [waits(2)] })
  expect(one?.marks?.map((mark) => mark.stance)).toEqual(['agree', 'agree', 'dispute', 'agree'])
  expect(one?.marks?.[2]?.reason).toBe('与本案无关')
  expect(one?.nEarlier).toBe(1)
  expect(two).toMatchObject({ party: 2, marks: undefined })
})
test('a party that spoke and is asked again keeps its marks', () => {
  expect(partyMarks({ opinions: [said(1, '10', agree)], awaits: [waits(1)] })).toMatchObject([{ party: 1, marks: [{}, {}, {}, {}] }])
})
test('one dispute outweighs every agreement, silence is no agreement', () => {
  expect(standOf({ opinions: [said(1, '10', agree)], awaits: [] })).toBe('undisputed')
  expect(standOf({ opinions: [said(1, '10', agree)], awaits: [waits(2)] })).toBe('waiting')
  expect(standOf({ opinions: [said(1, '10', agree), said(2, '11', ['agree', 'agree', 'dispute', 'need_original'])], awaits: [waits(3)] })).toBe('disputed')
  expect(standOf({ opinions: [said(1, '10', ['need_original', 'agree', 'agree', 'agree'])], awaits: [] })).toBe('need_original')
  expect(standOf({ opinions: [], awaits: [] })).toBe('waiting')
})
test('rounds stand with the newest first, words within one as they came', () => {
  const rounds = byRound([said(1, '30', agree, 2), said(2, '20', agree, 1), said(1, '10', agree, 1)])
  expect(rounds.map((one) => [one.round, one.opinions.map((opinion) => opinion.at)])).toEqual([[2, ['30']], [1, ['10', '20']]])
})
test('exhibits stand by side in the order of their numbers', () => {
  const exhibit = (side: ExhibitView['side'], number: number) => ({ side, number }) as ExhibitView
  const groups = bySide([exhibit('respondent', 1), exhibit('claimant', 2), exhibit('claimant', 1)])
  expect(groups.map((group) => [group.side, group.exhibits.map((one) => one.number)])).toEqual([['claimant', [1, 2]], ['respondent', [1]]])
})
