import { expect, test, vi } from 'vitest'
import { Pictures } from './pictures'

function parts() {
  const letGo = vi.fn()
  const aborted: string[] = []
  const fetch = vi.fn((key: string, signal: AbortSignal) => {
    signal.addEventListener('abort', () => aborted.push(key))
    return Promise.resolve({ picture: new Blob([key]), unshown: [] })
  })
  return { letGo, aborted, fetch, made: { fetch, letGo, toUrl: (blob: Blob) => `blob:${blob.size}:${Math.random()}` } }
}

test('only so many pictures stay, and those that are shown stay', async () => {
  const { made, letGo, fetch } = parts()
  const pictures = new Pictures(made, 3)
  const shown = await pictures.take('a')
  for (const key of ['b', 'c', 'd', 'e']) { await pictures.take(key); pictures.give(key) }
  expect(pictures.size).toBe(3)
  expect(letGo).toHaveBeenCalledTimes(2)
  expect(letGo).not.toHaveBeenCalledWith(shown.url)
  expect(await pictures.take('a')).toBe(shown)
  expect(fetch).toHaveBeenCalledTimes(5)
})
test('a request that nobody waits for is stopped', async () => {
  const { made, aborted } = parts()
  made.fetch.mockImplementation((key, signal) => new Promise((_, refuse) => {
    signal.addEventListener('abort', () => { aborted.push(key); refuse(new DOMException('stopped', 'AbortError')) })
  }))
  const pictures = new Pictures(made, 3)
  const waiting = pictures.take('far').catch(() => 'stopped')
  pictures.give('far')
  expect(await waiting).toBe('stopped')
  expect(aborted).toEqual(['far'])
})
test('what failed is asked for again', async () => {
  const { made, fetch } = parts()
  fetch.mockImplementationOnce(() => Promise.reject(new Error('no network')))
  const pictures = new Pictures(made, 3)
  await expect(pictures.take('a')).rejects.toThrow('no network')
  await expect(pictures.take('a')).resolves.toBeDefined()
})
test('at the end everything is let go', async () => {
  const { made, letGo } = parts()
  const pictures = new Pictures(made, 3)
  await pictures.take('a')
  pictures.end()
  expect(letGo).toHaveBeenCalledTimes(1)
  expect(pictures.size).toBe(0)
})
