import { describe, expect, it } from 'vitest'
import type { TurnView } from '../api/contract'
import { daysLeft, inOrderOfTurn, shareOver, turnWords } from './turn'

const turn = (change: Partial<TurnView>): TurnView => ({
  whose: { who: 'party', party: 1 }, whose_name: '样例乙', mine: false, what: '质证', until: '2026-11-20', n_days_left: 3, ...change,
})

const today = Date.parse('2026-11-17T09:00:00+08:00')

describe('whose turn it is', () => {
  it('speaks to the viewer when the move is theirs', () => {
    expect(turnWords(turn({ mine: true }), today)).toBe('轮到您：质证（剩 3 天，11月20日止）')
  })
  it('names whoever is waited for', () => {
    expect(turnWords(turn({ whose: { who: 'court' }, whose_name: '法院', what: '决定回避申请', n_days_left: 0 }), today)).toBe('等待法院：决定回避申请（今天到期，11月20日止）')
  })
  it('counts the days as the court does', () => {
    expect([3, 1, 0, -2].map((n) => daysLeft(n))).toEqual(['剩 3 天', '剩 1 天', '今天到期', '已过 2 天'])
    expect(daysLeft(-2, 2027)).toBe('待2027年放假安排公布后确定')
  })
  it('puts the own moves first, then what ends first', () => {
    const turns = [turn({ what: 'a', until: '2026-11-10' }), turn({ what: 'b', mine: true, until: '2026-11-30' }), turn({ what: 'c', mine: true, until: '2026-11-20' })]
    expect(inOrderOfTurn(turns).map((one) => one.what)).toEqual(['c', 'b', 'a'])
    expect(turns.map((one) => one.what)).toEqual(['a', 'b', 'c'])
  })
})

describe('how much of a period is over', () => {
  it('is nothing on the first day and all on the last', () => {
    expect(shareOver('2026-11-01', '2026-11-16', 15)).toBe(0)
    expect(shareOver('2026-11-01', '2026-11-16', 5)).toBeCloseTo(2 / 3)
    expect(shareOver('2026-11-01', '2026-11-16', 0)).toBe(1)
  })
  it('stays within its bar', () => {
    expect(shareOver('2026-11-01', '2026-11-16', -4)).toBe(1)
    expect(shareOver('2026-11-01', '2026-11-16', 20)).toBe(0)
    expect(shareOver('2026-11-16', '2026-11-16', 0)).toBe(1)
  })
})
