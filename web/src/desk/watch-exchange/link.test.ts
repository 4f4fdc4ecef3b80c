import { describe, expect, it } from 'vitest'
import type { ExchangeView } from '../../api/contract'
import { ago, inWords, lanesOf, linkState } from './link'

const now = Date.parse('2026-06-18T09:30:00.000+08:00')
const view = (more: Partial<ExchangeView>): ExchangeView => ({
  linked: true, lag_ms: 0, alarm: false, lanes: [], last_heard_at: '2026-06-18T09:29:40.000+08:00', sent_bundles: 1, received_bundles: 1,
  unreadable_bundles: 0, silent_after_ms: 90_000, halted: [], open_outside: 0, returning: 0, erased_today: 0, uncertified: [], events: [], ...more,
})

describe('the link', () => {
  it('is well when the other zone was heard half a minute ago and nothing waits', () => {
    expect(linkState(view({}), now)).toBe('ok')
  })
  it('names the worst of what is wrong', () => {
    expect(linkState(view({ lag_ms: 8_000 }), now)).toBe('behind')
    expect(linkState(view({ lag_ms: 700_000, alarm: true }), now)).toBe('alarm')
    expect(linkState(view({ last_heard_at: '2026-06-18T09:28:29.000+08:00' }), now)).toBe('silent')
    expect(linkState(view({ last_heard_at: undefined }), now)).toBe('starting')
    expect(linkState(view({ last_heard_at: undefined, alarm: true }), now)).toBe('silent')
    expect(linkState(view({ halted: ['control at 3: unknown kind'], alarm: true }), now)).toBe('halted')
  })
  it('tells times in the largest whole unit', () => {
    expect([80, 59_400, 61_000, 7_200_000, 400_000_000].map(inWords)).toEqual(['80 毫秒', '59 秒', '1 分钟', '2 小时', '5 天'])
    expect([ago(undefined, now), ago('2026-06-18T09:30:00.000+08:00', now), ago('2026-06-18T09:29:48.000+08:00', now)]).toEqual(['还没有', '刚刚', '12 秒前'])
  })
  it('shows all three lanes, files in bytes, and no age where nothing waits', () => {
    const lanes = [{ flows: 0, waiting: 0, lag_ms: 0 }, { flows: 2, waiting: 7, lag_ms: 3_000 }, { flows: 1, waiting: 2_097_152, lag_ms: 90_000 }]
    expect(lanesOf(view({ lanes })).map((lane) => `${lane.name} ${lane.waiting} ${lane.lag}`.trim())).toEqual(['control 无', 'entries 7 条 3 秒', 'chunks 2.0 MB 2 分钟'])
  })
})
