import type { BrowserContext, Page } from '@playwright/test'
import { Court } from './court'
import { expect, test } from './fixtures'
import { expectNoFaults } from './look'
import { device } from './people'
import { type Scene, loanCase } from './scene'
import { Space } from './space'

test.describe.serial('a judge with a phone', () => {
  let scene: Scene
  let context: BrowserContext
  let page: Page
  let origin = ''
  let court: Court

  test.beforeAll(async ({ browser }) => {
    // One node for both sides: the pages of the desk and of the phone are told apart by what they are told.
    court = await Court.start('--one-node')
    scene = await loanCase(browser, court, { plaintiff: '样例庚', defendant: '样例辛', judge: ['judge-2', '样例法官二'] })
    // Passkeys belong to names, not to numbers: the node on this machine has them under localhost.
    origin = court.url.replace('127.0.0.1', 'localhost')
    context = await device(browser, court, 'phone', { baseURL: origin })
    const desk = await scene.judge.device(browser, 'desk')
    await context.addCookies((await desk.cookies()).map((cookie) => ({ ...cookie, domain: 'localhost' })))
    await desk.close()
    page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    })
  })

  test.afterAll(async () => { await court.stop(); court.forget() })

  test('registers a passkey on the desk', async () => {
    await page.goto('/desk/settings')
    const box = page.getByRole('region', { name: '手机办案' })
    await box.getByLabel('设备名称').fill('样例法官的手机')
    await box.getByRole('button', { name: '登记通行密钥' }).click()
    await expect(box.getByRole('listitem').filter({ hasText: '样例法官的手机' })).toBeVisible()
    await expectNoFaults(page, 'the settings of the desk')
  })

  test('logs in with it outside the court', async () => {
    await context.clearCookies()
    await page.goto('/m/sign-in?next=/m/cases')
    await page.getByRole('button', { name: '法官登录（通行密钥）' }).click()
    await expect(page).toHaveURL(/\/m\/cases/)
    await expect(page.getByText(/样例庚诉样例辛/).first()).toBeVisible()
  })

  test('asks the court’s own network for an act, which is done there and stands in the case', async () => {
    // This node is both sides; the page is told that it is the one outside.
    await page.route('**/api/node', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, json: { ...await answer.json() as object, role: 'front' } })
    })
    await page.goto(`/m/cases/${scene.caseId}/members`)
    await page.getByRole('listitem').filter({ hasText: '样例庚' }).getByRole('button', { name: '禁言一天' }).click()
    await expect(page.getByText('已交法院专网，等待办理')).toBeVisible()
    await page.goto(`/m/cases/${scene.caseId}`)
    const list = new Space(page).list
    await expect(list.getByText('法院专网已办理')).toBeVisible()
    await expect(list.getByText(/暂停了 样例庚 的发言/).first()).toBeVisible()
  })

  test('a request that another hand has changed is not taken', async () => {
    let sent: { path: string; body: string; assertion: unknown } | undefined
    let command = ''
    await page.route('**/relayed-acts', async (route) => {
      sent = route.request().postDataJSON() as typeof sent
      command = route.request().headers()['idempotency-key']!
      await route.fulfill({ status: 503, json: {} })
    })
    await page.goto(`/m/cases/${scene.caseId}/members`)
    await page.getByRole('listitem').filter({ hasText: '样例庚' }).getByRole('button', { name: '解除禁言' }).click()
    await expect.poll(() => sent).toBeDefined()
    await page.unroute('**/relayed-acts')
    const answer = await page.evaluate(async ({ caseId, sent, command }) => {
      const got = await fetch(`/api/cases/${caseId}/relayed-acts`, {
        method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': command },
        body: JSON.stringify({ ...sent, path: `/api/cases/${caseId}/closing`, body: '{"outcome":"dismissed","note":""}' }),
      })
      return { status: got.status, code: (await got.json() as { code: string }).code }
    }, { caseId: scene.caseId, sent: sent!, command })
    expect(answer).toEqual({ status: 403, code: 'passkey_refused' })
    await page.goto(`/m/cases/${scene.caseId}/detail`)
    await expect(page.getByText('已结案')).toHaveCount(0)
  })
})
