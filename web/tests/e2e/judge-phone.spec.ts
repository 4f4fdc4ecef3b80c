import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectNoFaults, shoot } from './look'
import { type Scene, loanCase } from './scene'
import { Space } from './space'
import { TwoProcesses } from './two-processes'

test.describe.serial('a judge’s phone outside the court’s network', () => {
  let nodes: TwoProcesses
  let scene: Scene
  let context: BrowserContext
  let judge: Page
  let partyOf: BrowserContext
  let party: Page
  const silence = (page: Page) => page.getByText('暂时联系不上法院专网')

  test.beforeAll(async ({ browser }) => {
    nodes = await TwoProcesses.start(1)
    scene = await loanCase(browser, nodes.court, { plaintiff: '样例庚', defendant: '样例辛', judge: ['judge-2', '样例法官二'] })
    context = await scene.judge.device(browser, 'phone')
    judge = await context.newPage()
    const cdp = await context.newCDPSession(judge)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    })
    partyOf = await scene.plaintiff.device(browser, 'phone')
    party = await partyOf.newPage()
    await party.goto(`/m/cases/${scene.caseId}`)
  })
  test.afterAll(async () => { await context.close(); await partyOf.close(); await nodes.stop() })

  test('registers a passkey at the court’s node and logs in with it at the front', async () => {
    await judge.goto(`${nodes.court.workbench}/desk/settings`)
    const box = judge.getByRole('region', { name: '手机办案' })
    await box.getByLabel('设备名称').fill('样例法官的手机')
    await box.getByRole('button', { name: '登记通行密钥' }).click()
    await expect(box.getByRole('listitem').filter({ hasText: '样例法官的手机' })).toBeVisible()
    await context.clearCookies()
    await judge.goto('/m/sign-in?next=/m/cases')
    await expect(async () => {
      // The passkey comes over the link a moment later.
      await judge.getByRole('button', { name: '法官登录（通行密钥）' }).click()
      await expect(judge).toHaveURL(/\/m\/cases/, { timeout: 3_000 })
    }).toPass()
    await expect(judge.getByText(/样例庚诉样例辛/).first()).toBeVisible()
  })

  test('enrols the phone with one touch and speaks; the court’s node has checked it', async () => {
    await judge.goto(`/m/cases/${scene.caseId}`)
    const vouch = judge.getByRole('region', { name: '在本机发言' })
    await expect(vouch).toContainText('请用通行密钥登记本机一次')
    await shoot(judge, 'judge-phone-enrol')
    await expectNoFaults(judge, 'a phone that is not enrolled')
    await vouch.getByRole('button', { name: '用通行密钥登记本机' }).click()
    await expect(vouch).toBeHidden()
    await new Space(judge).sayAndArrive('请双方于三日内提交证据原件。')
    await new Space(party).expectSaid('请双方于三日内提交证据原件。')
    await expect.poll(() => said(scene, '请双方于三日内提交证据原件。')).toEqual(['front handling_judge'])
    await shoot(judge, 'judge-phone-speaks')
  })

  test('asks for an act with the passkey; it is done at the court’s node and stands on the party’s phone', async () => {
    await judge.goto(`/m/cases/${scene.caseId}/members`)
    await judge.getByRole('listitem').filter({ hasText: '样例辛' }).getByRole('button', { name: '禁言一天' }).click()
    await expect(judge.getByText('已交法院专网，等待办理')).toBeVisible()
    await judge.goto(`/m/cases/${scene.caseId}`)
    await expect(new Space(judge).list.getByText('法院专网已办理')).toBeVisible()
    await expect(new Space(party).list.getByText(/暂停了 样例辛 的发言/).first()).toBeVisible()
    const muted = (await entries(scene)).filter((entry) => entry.body.type === 'member_muted')
    expect(muted.map((entry) => `${entry.origin} ${entry.actor.role}`)).toEqual(['court handling_judge'])
  })

  test('without the court’s node it says so, and speaking and reading go on', async () => {
    await expect(silence(judge)).toHaveCount(0)
    await nodes.killCourt()
    await expect(silence(judge)).toBeVisible()
    await expect(silence(party)).toBeVisible()
    await new Space(judge).say('法庭的话先留在这里。')
    await new Space(party).say('当事人的话也先留在这里。')
    await new Space(party).expectSaid('法庭的话先留在这里。')
    await new Space(judge).expectSaid('当事人的话也先留在这里。')
    await expect(new Space(judge).said('法庭的话先留在这里。').getByText('待法院专网接收')).toBeVisible()
    await expect(new Space(party).said('当事人的话也先留在这里。').getByText('待法院专网接收')).toBeVisible()
    await shoot(judge, 'judge-phone-without-court')
    await expectNoFaults(judge, 'a judge’s phone without the court')
    // What only the court can do is asked for and waits.
    await judge.goto(`/m/cases/${scene.caseId}/members`)
    await judge.getByRole('listitem').filter({ hasText: '样例辛' }).getByRole('button', { name: '解除禁言' }).click()
    await expect(judge.getByText('已交法院专网，等待办理')).toBeVisible()
    await judge.goto(`/m/cases/${scene.caseId}`)
  })

  test('when it is back the notice goes, and everything that waited has arrived', async () => {
    await nodes.startCourt()
    await expect(silence(judge)).toHaveCount(0, { timeout: 60_000 })
    await expect(silence(party)).toHaveCount(0)
    await expect(judge.getByText('待法院专网接收')).toHaveCount(0)
    await expect.poll(() => said(scene, '法庭的话先留在这里。')).toEqual(['front handling_judge'])
    await expect.poll(() => said(scene, '当事人的话也先留在这里。')).toEqual(['front plaintiff'])
    await expect(new Space(party).list.getByText(/恢复了 样例辛 的发言|解除了 样例辛/).first()).toBeVisible()
    expect((await nodes.court.verify()).valid).toBe(true)
  })

  test('the phone ends with its passkey', async () => {
    const desk = await (await scene.judge.device(judge.context().browser()!, 'desk')).newPage()
    await desk.goto('/desk/settings')
    const box = desk.getByRole('region', { name: '手机办案' })
    await expect(box.getByRole('listitem').filter({ hasText: '可以发言' })).toHaveCount(1)
    await shoot(desk, 'desk-phones')
    await box.getByRole('button', { name: '移除 样例法官的手机' }).click()
    await expect(box.getByRole('listitem')).toHaveCount(0)
    await desk.context().close()
    await expect(async () => {
      await judge.goto(`/m/cases/${scene.caseId}`)
      await expect(judge).toHaveURL(/sign-in/, { timeout: 3_000 })
    }).toPass()
  })
})

interface Entry { origin: string; actor: { role: string }; body: { type: string; content?: { text?: string } } }
/** The entries of the case as the court's own node has them. */
async function entries(scene: Scene): Promise<Entry[]> {
  return (await scene.judge.get<{ entries: Entry[] }>(`/api/cases/${scene.caseId}/entries?before_n=9007199254740991&limit=200`)).entries
}
async function said(scene: Scene, words: string): Promise<string[]> {
  return (await entries(scene)).filter((entry) => entry.body.content?.text === words).map((entry) => `${entry.origin} ${entry.actor.role}`)
}
