import { expect, test } from 'vitest'
import type { EvidencePeriodView, ExhibitView, OpinionForm, Stance } from '../../api/evidence'
import { agreementOn, daysLate, leftWords, periodOf, tallyParts, tallyWords } from './words'

const none = { n_exhibits: 0, n_undisputed: 0, n_disputed: 0, n_need_original: 0, n_waiting: 0, n_ruled: 0 }

test('the tally says what there is, and nothing else', () => {
  expect(tallyWords({ ...none, n_exhibits: 6, n_undisputed: 3, n_disputed: 2, n_waiting: 1 })).toBe('共 6 件 · 无争议 3 · 有争议 2 · 待质证 1')
  expect(tallyWords({ ...none, n_exhibits: 1, n_need_original: 1, n_ruled: 1 })).toBe('共 1 件 · 需核对原件 1 · 已认定 1')
  expect(tallyWords(none)).toBe('共 0 件')
  expect(tallyParts(none)).toEqual([])
})

const period = (until: string, more: Partial<EvidencePeriodView> = {}): EvidencePeriodView => ({
  period: { origin: 'court', seq: 3 }, at: '2026-05-01T09:00:00.000+08:00', until, set_until: until, exchange: { form: 'asynchronous', opinions_until: until },
  agreed: false, applies: true, stands_still: false, ...more,
})
const now = Date.parse('2026-06-10T23:30:00+08:00')

test('a period ends with its last day in Beijing', () => {
  expect(daysLate(period('2026-06-10'), now)).toBeUndefined()
  expect(daysLate(period('2026-06-09'), now)).toBe(1)
  expect(daysLate(period('2026-06-01', { stands_still: true }), now)).toBeUndefined()
  expect(daysLate(undefined, now)).toBeUndefined()
  expect(leftWords('2026-06-13', now)).toEqual({ words: '举证期限至 2026年6月13日，距届满 3 天', urgent: true })
  expect(leftWords('2026-06-10', now).words).toBe('举证期限今天届满')
  expect(leftWords('2026-06-20', now).urgent).toBe(false)
})
test('the newest period for all or for the party counts', () => {
  const periods = [period('2026-06-01', { applies: false }), period('2026-06-05'), period('2026-06-09', { party: 2 })]
  expect(periodOf(periods, 1)?.until).toBe('2026-06-05')
  expect(periodOf(periods, 2)?.until).toBe('2026-06-09')
  expect(periodOf([], 1)).toBeUndefined()
})

const opinion = (stance: Stance): OpinionForm => ({ authenticity: { stance, reason: '' }, legality: { stance: 'agree', reason: '' }, relevance: { stance: 'agree', reason: '' }, force: { stance: 'agree', reason: '' }, note: '', counter_evidence: [] })
const said = (stance: Stance, superseded = false) => ({ opinion: opinion(stance), superseded }) as ExhibitView['opinions'][number]

test('one dispute disputes an exhibit; what was replaced counts no more', () => {
  const awaits = [{ party: 2, party_name: '样例乙' }]
  expect(agreementOn({ opinions: [], awaits, status: 'submitted' })).toBe('waiting')
  expect(agreementOn({ opinions: [said('agree')], awaits, status: 'submitted' })).toBe('waiting')
  expect(agreementOn({ opinions: [said('agree')], awaits: [], status: 'cross_examined' })).toBe('undisputed')
  expect(agreementOn({ opinions: [said('dispute', true), said('agree')], awaits: [], status: 'cross_examined' })).toBe('undisputed')
  expect(agreementOn({ opinions: [said('need_original'), said('dispute')], awaits: [], status: 'cross_examined' })).toBe('disputed')
  expect(agreementOn({ opinions: [], awaits, status: 'withdrawn' })).toBeUndefined()
})
