import type { Browser, BrowserContext, Page } from '@playwright/test'
import type { Caller } from './api'
import { expect, test } from './fixtures'
import { expectNoFaults, expectNoSidewaysScrolling, manners, shoot } from './look'
import { device, sample } from './people'
import { loanPapers, photosOf } from './photos'
import { type Scene, loanCase } from './scene'

let scene: Scene
let draftId = ''
let returned = ''

test.beforeAll(async ({ browser, court }) => {
  scene = await loanCase(browser, court, { plaintiff: '样例丙', defendant: '样例丁', judge: ['judge-2', '样例法官二'] })
  const { caseId, plaintiff, defendant, judge, officer } = scene
  await judge.say(caseId, '请双方在三日内提交证据。')
  await plaintiff.say(caseId, '好的，我会按时提交。')
  await defendant.say(caseId, '收到。')
  const photos = await photosOf(browser, loanPapers)
  const { blob, preview } = await plaintiff.upload(caseId, photos[0]!)
  await plaintiff.post(`/api/cases/${caseId}/messages`, { content: { type: 'photo', blob, preview } })
  await plaintiff.post(`/api/cases/${caseId}/messages`, { content: { type: 'file', blob } })
  await plaintiff.post(`/api/cases/${caseId}/messages`, { content: { type: 'location', latitude_e7: 298_682_000, longitude_e7: 1_215_493_000, name: '海曙区人民法院东门', address: '样例路1号' } })
  returned = await plaintiff.fileLoan(sample('样例丙'), sample('样例丁'), [photos[0]!, photos[1]!])
  const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  await officer.there(`/api/filings/${returned}`)
  await officer.post(`/api/filings/${returned}/corrections`, { defects: [{ field: 'respondents[0].domicile', reason: '请写明门牌号' }, { field: 'claims[1]', reason: '请写明计算方式' }], until })
  draftId = (await plaintiff.post<{ id: string }>('/api/drafts', { kind: 'enforcement' })).id
})

const phonePages = (): [name: string, path: string][] => [
  ['home', '/'], ['filings', '/m/filings'], ['new-filing', '/m/filings/new'],
  ...['court', 'cause', 'parties', 'claims', 'facts', 'attachments', 'check'].map((step): [string, string] => [`draft-${step}`, `/m/drafts/${draftId}/${step}`]),
  ['filing', `/m/filings/${returned}`], ['correct', `/m/filings/${returned}/correct/check`],
  ['cases', '/m/cases'], ['space', `/m/cases/${scene.caseId}`], ['detail', `/m/cases/${scene.caseId}/detail`], ['members', `/m/cases/${scene.caseId}/members`],
  ['fee', '/m/fee'], ['courts', '/m/courts'], ['settings', '/m/settings'], ['nowhere', '/m/nowhere'],
]
const ready = async (page: Page) => {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect(page.getByText('正在载入…')).toHaveCount(0)
}
/** A space opens at what is unread; this goes on to its end. */
async function newest(page: Page): Promise<void> {
  const last = page.getByRole('log').getByRole('link', { name: /海曙区人民法院东门/ })
  const down = page.getByRole('button', { name: /最新消息|条新消息/ })
  await expect(last.or(down).first()).toBeVisible()
  if (await down.isVisible()) await down.click()
  await expect(last).toBeVisible()
}
async function drawnAs(browser: Browser, caller: Caller | undefined, manner: (typeof manners)[number], kind: 'phone' | 'desk'): Promise<BrowserContext> {
  const context = caller ? await caller.device(browser, kind) : await device(browser, scene.plaintiff.court, kind)
  await context.addInitScript((drawn) => { for (const [name, value] of Object.entries(drawn)) localStorage.setItem(name, value) }, manner.drawn)
  return context
}

for (const manner of manners) {
  test(`every page of the phone is sound and fits 360 px: ${manner.name}`, async ({ browser }) => {
    const context = await drawnAs(browser, scene.plaintiff, manner, 'phone')
    const page = await context.newPage()
    for (const [name, path] of phonePages()) {
      await test.step(name, async () => {
        await page.setViewportSize({ width: 390, height: 844 })
        await page.goto(path)
        await ready(page)
        if (name === 'space') await newest(page)
        await expectNoFaults(page, `${name}, ${manner.name}`)
        await shoot(page, `${manner.name}-${name}`)
        await page.setViewportSize({ width: 360, height: 740 })
        await expectNoSidewaysScrolling(page, `${name}, ${manner.name}`)
      })
    }
    await context.close()
  })

  test(`every page of the desk is sound: ${manner.name}`, async ({ browser }) => {
    const look = async (page: Page, name: string) => {
      await expectNoFaults(page, `desk ${name}, ${manner.name}`)
      await expectNoSidewaysScrolling(page, `desk ${name}, ${manner.name}`)
      await shoot(page, `${manner.name}-desk-${name}`)
    }
    const nobody = await (await drawnAs(browser, undefined, manner, 'desk')).newPage()
    await nobody.goto('/desk')
    await expect(nobody.getByRole('link', { name: '法院统一身份登录' })).toBeVisible()
    await look(nobody, 'sign-on')

    const officer = await (await drawnAs(browser, scene.officer, manner, 'desk')).newPage()
    await officer.goto('/desk/filings')
    await officer.getByRole('tab', { name: /待补正/ }).click()
    await officer.getByRole('link', { name: /样例丙诉样例丁/ }).first().click()
    await expect(officer.getByRole('article')).toContainText('民事起诉状')
    await look(officer, 'filing')
    await officer.goto('/desk/settings')
    await ready(officer)
    await look(officer, 'settings')

    const judge = await (await drawnAs(browser, scene.judge, manner, 'desk')).newPage()
    await judge.goto(`/desk/cases/${scene.caseId}`)
    await newest(judge)
    for (const tab of ['当事人', '案件信息', '控制']) {
      await judge.getByRole('complementary', { name: '案件面板' }).getByRole('tab', { name: tab }).click()
      await look(judge, `case-${tab}`)
    }
    for (const one of [nobody, officer, judge]) await one.context().close()
  })
}

test('the phone and the desk speak English when asked to, and remember it', async ({ browser }) => {
  const page = await (await scene.plaintiff.device(browser, 'phone')).newPage()
  await page.goto('/')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('link', { name: 'File a case' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.reload()
  await page.getByRole('link', { name: 'My cases' }).click()
  await page.getByRole('link', { name: /样例丙诉样例丁/ }).first().click()
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
  await expectNoSidewaysScrolling(page, 'the space in English')
  await shoot(page, 'english-space')
  await page.context().close()

  const desk = await (await scene.judge.device(browser, 'desk')).newPage()
  await desk.goto(`/desk/cases/${scene.caseId}`)
  await desk.getByRole('button', { name: 'EN' }).click()
  await expect(desk.getByRole('tab', { name: 'Parties' })).toBeVisible()
  await shoot(desk, 'english-desk')
  await desk.context().close()
})

test('the description of the API has a page', async ({ browser, court }) => {
  const page = await (await device(browser, court, 'desk')).newPage()
  await page.goto('/api/docs/')
  await expect(page.getByText('/api/cases/{case}/messages')).toBeVisible()
  await shoot(page, 'api-docs')
  await page.context().close()
})
