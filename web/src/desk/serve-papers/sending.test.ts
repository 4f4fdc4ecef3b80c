import { expect, test } from 'vitest'
import { addressed, attempt, item, paper, recipient } from './samples'
import { actsOf, faultOf, nItems, takers, type Plan } from './sending'
import { usualChannels } from './standing'

const papers = [paper(1, [0, 1], '起诉状副本'), paper(2, [1], '传票'), paper(3, [0, 1], '举证通知书')]
const [mine, theirs] = [recipient(0), addressed(1, { mailbox: true })]
const plan = (chosen: Record<number, string[]>): Plan => ({
  papers: new Map(Object.entries(chosen).map(([party, keys]) => [Number(party), new Set(keys)])),
  channels: new Map([mine, theirs].map((one) => [one.party, usualChannels(one)])),
})

test('several papers for several parties are one act', () => {
  const acts = actsOf(plan({ 0: ['court-1', 'court-3'], 1: ['court-3', 'court-1'] }), papers, [mine, theirs], ['sms'])
  expect(acts).toEqual([{
    papers: [{ origin: 'court', seq: 1 }, { origin: 'court', seq: 3 }], to: [{ party: 0, channel: 'mailbox' }, { party: 1, channel: 'mailbox' }], companions: ['sms'],
  }])
})
test('parties that get different papers are served in acts of their own', () => {
  const both = plan({ 0: ['court-1'], 1: ['court-1', 'court-2'] })
  expect(actsOf(both, papers, [mine, theirs], []).map((act) => [act.papers.length, act.to.map((to) => to.party)])).toEqual([[1, [0]], [2, [1]]])
  expect(nItems(both)).toBe(3)
})
test('whoever gets nothing is not asked for a channel', () => {
  const one = plan({ 0: [], 1: ['court-2'] })
  expect(takers(one, [mine, theirs])).toEqual([theirs])
  expect(faultOf(one, mine, [])).toBeUndefined()
})
test('an address that is typed goes along with what the court knows of it', () => {
  const typed = plan({ 0: ['court-1'] })
  typed.channels.set(0, { mailbox: false, email: true, address: ' x@example.com ', standing: 'own' })
  expect(actsOf(typed, papers, [mine], [])[0]!.to).toEqual([{ party: 0, channel: 'email', address: 'x@example.com', standing: 'own' }])
})
test('what stands against sending is said for each party', () => {
  const all = plan({ 0: ['court-1'], 1: ['court-1'] })
  expect(faultOf(all, { ...mine, agrees: false }, [])).toBe('refused')
  expect(faultOf(all, { ...mine, receivers: [] }, [])).toBe('no_mailbox')
  all.channels.set(0, { mailbox: false, email: false, address: '', standing: 'unsure' })
  expect(faultOf(all, mine, [])).toBe('no_channel')
  all.channels.set(0, { mailbox: false, email: true, address: '', standing: 'unsure' })
  expect(faultOf(all, mine, [])).toBe('no_email')
  expect(faultOf(all, theirs, [item(1, 1)])).toBe('on_its_way')
  expect(faultOf(all, theirs, [item(1, 1, { attempts: [attempt(1, { recalled_at: '2026-11-21T10:00:00.000+08:00' })] })])).toBeUndefined()
  expect(faultOf(all, theirs, [])).toBeUndefined()
})
