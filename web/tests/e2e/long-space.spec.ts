import { expect, test } from './fixtures'
import { type Scene, loanCase } from './scene'
import { Space } from './space'

const n = 10_000

test.describe('a space with ten thousand messages', () => {
  test.setTimeout(180_000)
  let scene: Scene

  test.beforeAll(async ({ browser, court }) => {
    test.setTimeout(180_000)
    scene = await loanCase(browser, court, { plaintiff: '样例戊', defendant: '样例己', judge: ['judge-3', '样例法官三'] })
    const context = await scene.plaintiff.device(browser, 'phone')
    const page = await context.newPage()
    await page.goto('/')
    // Said over several sockets at once, so that they share the disk's flushes; the last words are said last.
    const frames = await Promise.all(Array.from({ length: n }, (_, i) => scene.plaintiff.frame(scene.caseId, `第${i + 1}句`)))
    await page.evaluate(async (frames) => {
      const lane = (from: number, upto: number) => new Promise<void>((done, failed) => {
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/stream`)
        let waiting = upto - from
        socket.onopen = () => {
          for (const frame of frames.slice(from, upto)) socket.send(frame)
        }
        socket.onmessage = ({ data }) => {
          const { type } = JSON.parse(data as string) as { type: string }
          if (type === 'problem') failed(new Error(String(data)))
          if (type === 'receipt') { waiting -= 1; if (waiting === 0) { socket.close(); done() } }
        }
        socket.onerror = () => failed(new Error('the socket broke'))
      })
      const n = frames.length
      const most = n - 100
      await Promise.all(Array.from({ length: 10 }, (_, i) => lane(most / 10 * i, most / 10 * (i + 1))))
      await lane(most, n)
    }, frames)
    await context.close()
  })

  test('opens at the newest, keeps the page small, and gives history while scrolling, each message once', async ({ browser }) => {
    const page = await (await scene.defendant.device(browser, 'phone')).newPage()
    await page.goto(`/m/cases/${scene.caseId}`)
    const space = new Space(page)
    await page.getByRole('button', { name: /最新消息|条新消息/ }).or(space.said(`第${n}句`)).first().click()
    await expect(space.said(`第${n}句`)).toBeInViewport()
    const nodes = () => page.evaluate(() => document.querySelectorAll('*').length)
    expect(await nodes()).toBeLessThan(1500)

    const numbers = () => space.list.evaluate((list) => [...list.querySelectorAll('article p.bubble')].map((one) => Number(/\d+/.exec(one.textContent ?? '')?.[0])))
    const seen = new Set<number>()
    // Well beyond the page of history that the space opens with.
    while (seen.size < 300) {
      const shown = await numbers()
      expect(new Set(shown).size, 'no message stands twice').toBe(shown.length)
      for (const one of shown) seen.add(one)
      await space.list.evaluate((list) => { list.scrollTop -= list.clientHeight * 0.8 })
      await expect.poll(async () => (await numbers())[0]).not.toBe(shown[0])
    }
    // The last hundred were said one after the other: none of them is missing.
    for (let one = n - 99; one <= n; one += 1) expect(seen).toContain(one)
    expect(await nodes()).toBeLessThan(1500)
  })
})
