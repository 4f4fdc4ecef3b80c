import { expect, test } from 'vitest'
import { teName } from '../../i18n/evidence'
import { binds, emptyOpinion, opinionFrom, opinionWords, points, quickOpinion, wantingIn } from './opinion'

test('an opinion needs a stance on each of the four points', () => {
  expect(wantingIn(emptyOpinion()).map((one) => one.reason)).toEqual(['请对四项分别表态'])
  for (const quick of ['all', 'purpose', 'original'] as const) expect(wantingIn(quickOpinion(quick))).toEqual([])
})
test('a dispute owes a reason, and so does asking for the original', () => {
  const draft = quickOpinion('purpose')
  draft.force.reason = '  '
  expect(wantingIn(draft)).toEqual([{ point: 'force', reason: '请写明理由' }])
  const later = quickOpinion('original')
  later.legality.reason = ''
  expect(wantingIn(later)).toEqual([{ point: 'legality', reason: '请写明理由' }])
})
test('the common phrases mean what courts take them to mean', () => {
  const stancesOf = (quick: 'all' | 'purpose' | 'original') => points.map((point) => quickOpinion(quick)[point].stance)
  expect(stancesOf('all')).toEqual(['agree', 'agree', 'agree', 'agree'])
  expect(stancesOf('purpose')).toEqual(['agree', 'agree', 'agree', 'dispute'])
  expect(stancesOf('original')).toEqual(['need_original', 'need_original', 'need_original', 'need_original'])
})
test('whoever agrees to anything is warned, whoever wants to see the original first is not', () => {
  expect([binds(quickOpinion('all')), binds(quickOpinion('purpose')), binds(quickOpinion('original')), binds(emptyOpinion())]).toEqual([true, true, false, false])
})
test('what is given names its counter-evidence and carries no reason where nothing is disputed', () => {
  const draft = quickOpinion('purpose')
  draft.legality.reason = '多余的话'
  draft.counter = ['front12', 'court3']
  expect(opinionFrom(draft)).toEqual({
    authenticity: { stance: 'agree', reason: '' }, legality: { stance: 'agree', reason: '' }, relevance: { stance: 'agree', reason: '' },
    force: { stance: 'dispute', reason: '该证据不能证明对方主张的事实' }, note: '',
    counter_evidence: [{ origin: 'front', seq: 12 }, { origin: 'court', seq: 3 }],
  })
})
test('an opinion is told in one line', () => {
  const words = (quick: 'all' | 'purpose' | 'original') => opinionWords(opinionFrom(quickOpinion(quick)), teName)
  expect(words('all')).toBe('三性均无异议')
  expect(words('purpose')).toBe('真实性、合法性、关联性无异议；证明力与证明目的有异议')
  expect(words('original')).toBe('真实性、合法性、关联性、证明力与证明目的需核对原件')
})
