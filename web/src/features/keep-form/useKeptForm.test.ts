import 'fake-indexeddb/auto'
import { effectScope, nextTick } from 'vue'
import { expect, test, vi } from 'vitest'
import { keptOnPhone } from '../../api/keptOnPhone'
import { useKeptForm } from './useKeptForm'

interface Form { words: string; urgent: boolean }
const blank = (): Form => ({ words: '', urgent: false })
/** Opens the form as a page would, and waits until the phone has answered. */
async function opened(name: string) {
  const scope = effectScope()
  const kept = scope.run(() => useKeptForm(name, blank))!
  await vi.waitUntil(() => kept.form.value)
  return { ...kept, leave: () => scope.stop() }
}
const stored = async (name: string) => (await keptOnPhone()).get('composer', name)

test('a form is found again as it was left, also when the page is left at once', async () => {
  const first = await opened('a')
  expect([first.form.value, first.wasKept.value]).toEqual([blank(), false])
  first.form.value!.words = '申请延期'
  await nextTick()
  first.leave()
  await vi.waitUntil(() => stored('a'))
  const again = await opened('a')
  expect([again.form.value, again.wasKept.value]).toEqual([{ words: '申请延期', urgent: false }, true])
  again.leave()
})

test('each form is kept for itself, and one of an older page is completed', async () => {
  await (await keptOnPhone()).put('composer', JSON.stringify({ words: '旧' }), 'b')
  const [one, other] = [await opened('b'), await opened('c')]
  expect([one.form.value, other.form.value]).toEqual([{ words: '旧', urgent: false }, blank()])
  one.leave()
  other.leave()
})

test('nothing is kept of a form that was handed in', async () => {
  const page = await opened('d')
  page.form.value!.words = '答辩'
  await nextTick()
  await page.forget()
  page.form.value!.urgent = true
  await nextTick()
  page.leave()
  expect(await stored('d')).toBeUndefined()
})
