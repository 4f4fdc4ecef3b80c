import { expect, test } from 'vitest'
import { ageOf } from './age'
import { byPaper, chipOf, columnsOf, itemAt, itemKey, momentsOf, notServedArticle, notServedWords, whyNot } from './board'
import { attempt, item } from './samples'
import { nOf } from './useDeskService'

const effect = {
  entry: { origin: 'court' as const, seq: 77 }, rule: 'a' as const, on: '2026-11-20', presumed: false, source: ['在线诉讼规则 §31'], number: '送达凭证1号',
  certificate: { sha256: 'b', size_bytes: 1, media_type: 'application/pdf' }, code: 'x',
}
const rebuttal = { entry: { origin: 'front' as const, seq: 9 }, at: '2026-11-22T10:00:00.000+08:00', ground: 'system_error' as const, reason: '打不开', actions: [] }

test('the board has papers down and parties across', () => {
  const items = [item(2, 1), item(1, 1), item(2, 0)]
  const rows = byPaper(items)
  expect(rows.map((row) => [row.title, [...row.cells.keys()]])).toEqual([['文书2', [1, 0]], ['文书1', [1]]])
  expect(columnsOf(items).map((one) => one.party)).toEqual([0, 1])
})
test('an address names an item by itself or by what happened with it', () => {
  const items = [item(1, 0), item(1, 1), item(2, 1, { stuck: true, attempts: [attempt(101)] }), item(3, 0, { effect, rebuttal })]
  expect(itemAt(items, itemKey(items[1]!))).toBe(items[1])
  expect(itemAt(items, 'court-101')).toBe(items[2])
  expect(itemAt(items, 'front-9')).toBe(items[3])
  expect(itemAt(items, 'court-77')).toBe(items[3])
  expect(itemAt(items, 'court-999')).toBeUndefined()
  expect(itemAt(items, undefined)).toBeUndefined()
})
test('served says by which rule and when, and a presumption is not more than one', () => {
  expect(chipOf(item(1, 0, { status: 'effective', effect }))).toMatchObject({ tone: 'ok', text: '已送达', note: expect.stringContaining('到达确认地址') })
  expect(chipOf(item(1, 0, { status: 'effective', effect: { ...effect, rule: 'b2', presumed: true } }))).toMatchObject({ tone: 'warn', text: '推定送达' })
  expect(chipOf(item(1, 0, { status: 'effective', effect, rebuttal }))).toMatchObject({ tone: 'warn', text: '推定送达，有异议' })
  expect(chipOf(item(1, 0, { status: 'effective', effect, rebuttal: { ...rebuttal, upheld: false } })).tone).toBe('ok')
})
test('why it does not serve is said in plain words with the article', () => {
  expect(notServedWords('no_reaction')).toContain('既未回复也未查看')
  expect(notServedArticle('no_reaction')).toBe('在线诉讼规则 §31')
  expect(notServedWords({ not_yet: { on: '2027-01-05' } })).toContain('2027年1月5日')
  expect(notServedArticle({ not_yet: { on: '2027-01-05' } })).toBe('民事诉讼法 §95')
  const tried = [attempt(1, { because: 'failed' }), attempt(2, { because: 'address_unsure' })]
  expect(whyNot(item(1, 0, { attempts: tried }))).toBe(notServedWords('address_unsure'))
  expect(whyNot(item(1, 0, { attempts: tried, effect }))).toBeUndefined()
})
test('what happened stands in its order', () => {
  const moments = momentsOf(attempt(1, { arrived_at: '2026-11-20T10:00:05.000+08:00', failed_at: '2026-11-20T10:00:03.000+08:00', companions: [{ notice: 'sms', at: '2026-11-20T10:00:01.000+08:00', sent: true }] }))
  expect(moments.map((one) => one.at.slice(17, 19))).toEqual(['00', '01', '03', '05'])
  expect(moments[1]!.text).toContain('不产生送达效力')
})
test('age is said in words that grow with it', () => {
  expect(ageOf('sent', 0)).toBe('今日发出')
  expect(ageOf('sent', 2)).toBe('发出 2 天')
  expect(ageOf('sent', 4)).toContain('请留意')
  expect(ageOf('draft', 8)).toContain('超过一周')
})
test('the queues count each item once', () => {
  const counts = { sent: 2, arrived: 3, opened: 1, acknowledged: 0, effective: 5, failed: 2, stuck: 3 }
  expect([nOf('stuck', counts), nOf('waiting', counts), nOf('effective', counts), nOf('all', counts)]).toEqual([3, 5, 5, 13])
})
