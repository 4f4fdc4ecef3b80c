import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DeadlineView } from '../../api/contract'
import { deadlineLine, nextDeadline } from './deadline'

beforeEach(() => { vi.useFakeTimers({ now: new Date('2026-12-01T09:00:00+08:00') }) })
afterEach(() => { vi.useRealTimers() })
const deadline = (more: Partial<DeadlineView>): DeadlineView => ({
  key: 'a', title: '答辩', rule: 'ANSWER', from: '2026-11-30', until: '2026-12-15', n_days_left: 14, mine: true, whose: { who: 'party', party: 1 }, whose_name: '样例乙',
  status: 'running', moved: [], source: [], actions: [], ...more,
})

test('of the deadlines that run for the viewer the first one to end is shown', () => {
  const deadlines = [
    deadline({ key: 'a', until: '2026-12-20' }), deadline({ key: 'b' }), deadline({ key: 'c', until: '2026-12-02', mine: false }),
    deadline({ key: 'd', until: '2026-12-03', status: 'met' }),
  ]
  expect(nextDeadline({ deadlines })?.key).toBe('b')
  expect(nextDeadline({ deadlines: [] })).toBeUndefined()
  expect(nextDeadline(undefined)).toBeUndefined()
})
test('it tells the day and how many days that are', () => {
  expect(deadlineLine(deadline({}))).toEqual({ words: '答辩期限至12月15日，还有 14 天', tone: 'plain' })
  expect(deadlineLine(deadline({ n_days_left: 2 })).tone).toBe('warn')
  expect(deadlineLine(deadline({ n_days_left: 0 })).words).toBe('答辩期限今天届满')
  expect(deadlineLine(deadline({ n_days_left: -1, waits_for: 2027 }))).toEqual({ words: '答辩期限待2027年放假安排公布后确定', tone: 'plain' })
  expect(deadlineLine(deadline({ n_days_left: -1 }))).toEqual({ words: '答辩期限已于12月15日届满', tone: 'danger' })
})
