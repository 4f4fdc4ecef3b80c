import { describe, expect, it } from 'vitest'
import type { ServiceAttempt, ServiceItem } from '../api/service'
import { attemptFor, historyOf, itemOf, standingOf, titlesOf } from './served'

const at = (hour: number) => `2026-12-01T${String(hour).padStart(2, '0')}:00:00.000+08:00`
const attempt = (seq: number, more: Partial<ServiceAttempt> = {}): ServiceAttempt =>
  ({ entry: { origin: 'court', seq }, at: at(9), by_name: '样例书记员一', way: 'mailbox', companions: [], serves: false, grounds: [], actions: [], ...more })
const item = (more: Partial<ServiceItem> = {}): ServiceItem => ({
  case: 'c', case_title: '样例甲诉样例乙民间借贷纠纷', recipient: 1, recipient_name: '样例乙',
  paper: { paper: { origin: 'court', seq: 12 }, kind: 'ordinary', template: 'summons', title: '传票', files: [] },
  status: 'arrived', sent_at: at(9), age_days: 0, arrived_at: at(9), attempts: [attempt(20)], next: [], stuck: false, actions: [], ...more,
})
const effect: ServiceItem['effect'] = {
  entry: { origin: 'court', seq: 21 }, rule: 'a', on: '2026-12-01', at: at(9), presumed: false, source: [], number: '1',
  certificate: { sha256: 'aa', media_type: 'application/pdf', size_bytes: 1 }, code: 'x',
}

describe('how service stands', () => {
  it('tells the day and the rule once it counts', () => {
    expect(standingOf(item({ status: 'effective', effect }))).toEqual({ word: '已送达', tone: 'ok', line: '2026年12月1日送达生效 · 到达您确认的电子地址' })
  })
  it('does not call a presumption a service', () => {
    expect(standingOf(item({ status: 'effective', effect: { ...effect, rule: 'b2', presumed: true } })).word).toBe('推定送达')
  })
  it('asks to look at what has arrived', () => {
    expect(standingOf(item()).line).toContain('请及时查看')
  })
  it('signs for the sending into the mailbox before the one by e-mail, and only where the court lets it', () => {
    const attempts = [attempt(19, { way: 'email', actions: ['acknowledge_service'] }), attempt(20, { actions: ['acknowledge_service', 'open_served'] })]
    expect(attemptFor(item({ attempts }), 'acknowledge_service')?.entry.seq).toBe(20)
    expect(attemptFor(item({ attempts: attempts.slice(0, 1) }), 'acknowledge_service')?.entry.seq).toBe(19)
    expect(attemptFor(item({ attempts }), 'rebut_service')).toBeUndefined()
  })
  it('tells what happened in its order', () => {
    const whole = item({ opened_at: at(11), acknowledged_at: at(12), paper_wanted_at: at(10), effect })
    expect(historyOf(whole).map((one) => one.what)).toEqual(['法院发出', '到达', '送达生效', '申请纸质件', '首次查看', '签收'])
    expect(historyOf(item({ effect: { ...effect, at: undefined } })).at(-1)).toEqual({ what: '送达生效', at: '2026年12月1日' })
  })
  it('finds the paper of the right party', () => {
    const items = [item(), item({ recipient: 2 })]
    expect(itemOf(items, { origin: 'court', seq: 12 }, 2)?.recipient).toBe(2)
    expect(itemOf(items, { origin: 'front', seq: 12 })).toBeUndefined()
  })
  it('names several papers by the first', () => {
    expect([titlesOf(['传票']), titlesOf(['传票', '举证通知书', '起诉状副本'])]).toEqual(['《传票》', '《传票》等 3 份'])
  })
})
