import { effectScope, nextTick } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { MailItem, Mailbox } from '../../api/service'
import { ProblemError, offlineProblem } from '../../api/problem'

const showMailbox = vi.fn<(unreadOnly: boolean) => Promise<Mailbox>>()
const opened = vi.fn()
let changed: (() => void) | undefined
vi.mock('../../api/service', () => ({ showMailbox: (unreadOnly: boolean) => showMailbox(unreadOnly) }))
vi.mock('../../api/cases', () => ({ showCase: async () => ({ heads: { front: 1, court: 2 } }) }))
vi.mock('../../api/servedLooks', () => ({ servedLooks: () => ({ onTold: () => () => { /* nothing is told here */ } }) }))
vi.mock('../../api/caseStream', () => ({
  caseStream: () => ({ open: (caseId: string, _: unknown, listener: { changed(): void }) => { opened(caseId); changed = listener.changed; return () => { changed = undefined } } }),
}))
const { casesOf, useMailbox } = await import('./useMailbox')

const mail = (caseId: string, seq: number): MailItem => ({ sent: { origin: 'court', seq }, court_name: '样例法院', item: { case: caseId } as MailItem['item'] })
const settle = async () => { for (let n = 0; n < 6; n += 1) { await Promise.resolve(); await nextTick() } }
beforeEach(() => { vi.useFakeTimers(); showMailbox.mockReset(); opened.mockReset() })
afterEach(() => { vi.useRealTimers() })

test('the cases of the newest papers are listened to, each once', () => {
  expect(casesOf([mail('a', 3), mail('b', 2), mail('a', 1), mail('c', 1)], 2)).toEqual(['a', 'b'])
})
test('a change in one of the cases brings the list anew, once for all its entries', async () => {
  showMailbox.mockResolvedValue({ items: [mail('a', 1), mail('a', 2)], n_unread: 2 })
  const scope = effectScope()
  const box = scope.run(() => useMailbox())!
  await settle()
  expect([box.items.value.length, box.nUnread.value, opened.mock.calls]).toEqual([2, 2, [['a']]])
  changed?.()
  changed?.()
  await vi.advanceTimersByTimeAsync(400)
  expect(showMailbox).toHaveBeenCalledTimes(2)
  scope.stop()
  expect(changed).toBeUndefined()
})
test('the unread ones are asked for as such, and what came for the other list is dropped', async () => {
  let late: (mailbox: Mailbox) => void = () => { /* not asked yet */ }
  showMailbox.mockImplementationOnce(() => new Promise((done) => { late = done }))
  showMailbox.mockResolvedValue({ items: [mail('b', 9)], n_unread: 1 })
  const scope = effectScope()
  const box = scope.run(() => useMailbox())!
  box.which.value = 'unread'
  await settle()
  late({ items: [mail('a', 1), mail('a', 2)], n_unread: 1 })
  await settle()
  expect(showMailbox.mock.calls).toEqual([[false], [true]])
  expect(box.items.value.map((one) => one.sent.seq)).toEqual([9])
  scope.stop()
})
test('without a network the list that was there stays', async () => {
  showMailbox.mockResolvedValueOnce({ items: [mail('a', 1)], n_unread: 0 })
  showMailbox.mockRejectedValue(new ProblemError(offlineProblem()))
  const scope = effectScope()
  const box = scope.run(() => useMailbox())!
  await settle()
  await box.load()
  expect([box.items.value.length, box.problem.value?.code, box.loading.value]).toEqual([1, 'offline', false])
  scope.stop()
})
