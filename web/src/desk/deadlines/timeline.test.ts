import { expect, test } from 'vitest'
import type { DeadlineView } from '../../api/bench'
import { inOrder, partOver } from './timeline'

const one = (key: string, status: DeadlineView['status'], until: string) => ({ key, status, until }) as DeadlineView

test('the next end stands on top, what is over below', () => {
  const list = inOrder([
    one('met', 'met', '2026-03-01'), one('far', 'running', '2026-06-01'), one('gone', 'elapsed', '2026-02-01'), one('near', 'running', '2026-04-01'),
    one('lately', 'elapsed', '2026-03-01'), one('still', 'paused', '2026-03-15'),
  ])
  expect(list.map((deadline) => deadline.key)).toEqual(['near', 'far', 'still', 'lately', 'gone', 'met'])
})
test('a period is over by the days that went by', () => {
  const noon = (on: string) => Date.parse(`${on}T12:00:00+08:00`)
  const period = { from: '2026-03-01', until: '2026-03-11' }
  expect(partOver(period, noon('2026-03-01'))).toBe(0)
  expect(partOver(period, noon('2026-03-06'))).toBeCloseTo(0.5)
  expect(partOver(period, noon('2026-03-20'))).toBe(1)
  expect(partOver(period, noon('2026-02-01'))).toBe(0)
  expect(partOver({ from: '2026-03-01', until: '2026-03-01' }, noon('2026-03-01'))).toBe(1)
})
