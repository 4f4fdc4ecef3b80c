import { readFileSync } from 'node:fs'
import { type BrowserContext, type Page, expect, test } from '@playwright/test'
import type { components } from '../../src/api/schema'
import type { Caller } from './api'
import { Court } from './court'
import { type Drawn, expectNoFaults, expectNoSidewaysScrolling, manners, shoot } from './look'
import { clerkOf, issue } from './papers'
import { freePorts } from './ports'
import { type Scene, loanCase } from './scene'

type Schemas = components['schemas']

test.describe.serial('the mailbox of a party that confirmed no address', () => {
  let court: Court
  let scene: Scene
  let clerk: Caller
  let contexts: BrowserContext[] = []
  let phone: Page
  let summons: Schemas['EntryRef']
  let notice: Schemas['EntryRef']
  const base = () => `/m/cases/${scene.caseId}`
  const paperPage = (paper: Schemas['EntryRef']) => `${base()}/papers/${paper.origin}${paper.seq}?party=1`
  const items = async () => (await clerk.get<Schemas['CaseService']>(`/api/cases/${scene.caseId}/service`)).items
  const itemOf = async (paper: Schemas['EntryRef']) => (await items()).find((one) => one.paper.paper.seq === paper.seq)
  const unread = async () => (await scene.defendant.get<Schemas['UnreadMail']>('/api/mailbox/unread')).n
  const send = (papers: Schemas['EntryRef'][]) => clerk.post<Schemas['Receipt']>(`/api/cases/${scene.caseId}/service/sendings`, { papers, to: [{ party: 1, channel: 'mailbox' }], companions: [] })

  test.beforeAll(async ({ browser }) => {
    court = await Court.start('--port', String(await freePorts()))
    scene = await loanCase(browser, court, { plaintiff: '样例丙', defendant: '样例丁', judge: ['judge-2', '样例法官二'] })
    clerk = await clerkOf(scene)
    contexts = [await scene.defendant.device(browser, 'phone')]
    phone = await contexts[0]!.newPage()
    summons = await issue(scene, clerk, 'summons')
    notice = await issue(scene, clerk, 'evidence_notice')
  })
  test.afterAll(async () => {
    for (const one of contexts) await one.close()
    await court.stop()
    court.forget()
  })

  test('an empty mailbox says what will come, and the case asks for an address', async () => {
    await phone.goto('/')
    await phone.getByRole('link', { name: '送达信箱' }).click()
    await expect(phone.getByText('还没有送达的文书。')).toBeVisible()
    await shoot(phone, 'mailbox-empty')
    await phone.goto(base())
    await expect(phone.getByRole('button', { name: /请确认送达地址/ })).toBeVisible()
  })

  test('consent to electronic service is declared step by step', async () => {
    await phone.goto(`${base()}/consents`)
    await expect(phone.getByRole('button', { name: '没有变更' })).toBeDisabled()
    await phone.getByRole('switch', { name: /^送达/ }).click()
    await phone.getByRole('switch', { name: /^庭审/ }).click()
    await phone.getByRole('button', { name: '提交意见' }).click()
    await expect(phone.getByText('意见已提交').last()).toBeVisible()
    await expect(phone.getByRole('switch', { name: /^送达/ })).toBeChecked()
    await expect(phone.getByRole('switch', { name: /^调解/ })).toContainText('未表示')
    await shoot(phone, 'consents')
  })

  test('what is sent comes while the mailbox is looked at, and the home page counts it', async () => {
    await phone.goto('/m/mailbox')
    await expect.poll(async () => (await clerk.get<Schemas['CaseService']>(`/api/cases/${scene.caseId}/service`)).recipients.find((one) => one.party === 1)?.agrees).toBe(true)
    await send([summons, notice])
    await expect.poll(unread, { timeout: 60_000 }).toBe(2)
    await phone.getByRole('button', { name: '刷新' }).click()
    await expect(phone.getByRole('tab', { name: '未读（2）' })).toBeVisible()
    await expect(phone.getByRole('link', { name: /《传票》.*未读/ })).toBeVisible()
    await phone.goto('/')
    await expect(phone.getByRole('link', { name: /送达信箱.*2/ })).toBeVisible()
  })

  test('without a confirmed address only reading it is presumed to serve, once and with its certificate', async () => {
    expect((await itemOf(summons))!.effect).toBeUndefined()
    await phone.goto('/m/mailbox')
    await phone.getByRole('link', { name: /《传票》/ }).click()
    await expect(phone.getByRole('img', { name: '《传票》第 1 页' })).toBeVisible({ timeout: 30_000 })
    await expect(phone.getByText('第 1 页，共')).toBeVisible()
    await phone.getByRole('button', { name: '放大' }).click()
    await shoot(phone, 'paper-larger')
    await expect(phone.getByText('推定送达').first()).toBeVisible({ timeout: 60_000 })
    expect((await itemOf(summons))!.effect!.rule).toBe('b2')
    // Opening it again is no second look.
    const before = (await itemOf(summons))!.opened_at
    await phone.reload()
    await expect(phone.getByRole('img', { name: '《传票》第 1 页' })).toBeVisible({ timeout: 30_000 })
    expect((await itemOf(summons))!.opened_at).toBe(before)
    await expect.poll(unread).toBe(1)
    await phone.goto('/m/mailbox')
    await phone.getByRole('tab', { name: /^未读/ }).click()
    await expect(phone.getByRole('link', { name: /《传票》/ })).toHaveCount(0)
    await expect(phone.getByRole('link', { name: /《举证通知书》/ })).toBeVisible()
  })

  test('the certificate is the very file that the court keeps', async ({ browser }) => {
    await phone.goto(paperPage(summons))
    await phone.getByRole('tab', { name: '送达凭证' }).click()
    await expect(phone.getByRole('img', { name: /送达凭证》第 1 页/ })).toBeVisible({ timeout: 30_000 })
    const [saved] = await Promise.all([phone.waitForEvent('download'), phone.getByRole('link', { name: '保存 PDF' }).click()])
    const bytes = readFileSync(await saved.path())
    const { code } = (await itemOf(summons))!.effect!
    const stranger = await browser.newContext({ baseURL: court.url, serviceWorkers: 'block' })
    const page = await stranger.newPage()
    await page.goto(`/verify/${code}`)
    await expect(page.getByRole('heading', { name: '与本院记录一致' })).toBeVisible()
    const file = (buffer: Buffer) => page.locator('input[type="file"]').setInputFiles({ name: '凭证.pdf', mimeType: 'application/pdf', buffer })
    await file(bytes)
    await expect(page.getByText('就是这份文件')).toBeVisible()
    await file(Buffer.concat([bytes, Buffer.from('\n')]))
    await expect(page.getByText('不是这份文件')).toBeVisible()
    await expectNoFaults(page, 'verify')
    await stranger.close()
  })

  test('whoever did not read it says so, and the court rules', async () => {
    await phone.goto(paperPage(summons))
    await phone.getByRole('button', { name: '对“已阅”提出异议' }).click()
    const sheet = phone.getByRole('dialog', { name: '对“已阅”提出异议' })
    await sheet.getByRole('button', { name: '提交异议' }).click()
    await expect(sheet.getByText('请选择属于哪种情况')).toBeVisible()
    await sheet.getByRole('radio', { name: /不是本人阅知/ }).check()
    await sheet.getByLabel('说明情况').fill('当时手机由家人使用，我没有看到。')
    await shoot(phone, 'paper-rebut')
    await sheet.getByRole('button', { name: '提交异议' }).click()
    await expect(sheet).toBeHidden()
    await expect(phone.getByText('您已提出异议，等待法院认定')).toBeVisible()
    await expect(phone.getByRole('button', { name: '对“已阅”提出异议' })).toHaveCount(0)
    await expect.poll(async () => (await itemOf(summons))?.rebuttal?.reason).toContain('家人')
    const { entry } = (await itemOf(summons))!.rebuttal!
    await clerk.refused(`/api/cases/${scene.caseId}/service/rulings`, { rebuttal: entry, upheld: true, reason: '' })
    await scene.judge.post(`/api/cases/${scene.caseId}/service/rulings`, { rebuttal: entry, upheld: false, reason: '账号为本人实名注册，没有证据证明由他人阅知。' })
    await expect(phone.getByText(/法院认定异议不成立/)).toBeVisible({ timeout: 60_000 })
    await phone.goto(base())
    await expect(phone.getByText('对送达异议的认定')).toBeVisible()
  })

  test('paper is asked for once, and the service stands as it is', async () => {
    await phone.goto(paperPage(summons))
    await phone.getByRole('button', { name: '申请纸质件' }).click()
    const sheet = phone.getByRole('dialog', { name: '申请纸质件' })
    await sheet.getByLabel('给法院的话').fill('请邮寄')
    await sheet.getByRole('button', { name: '申请纸质件' }).click()
    await expect(sheet).toBeHidden()
    await expect(phone.getByText(/已申请纸质件，法院将另行提供/)).toBeVisible()
    await expect(phone.getByRole('button', { name: '申请纸质件' })).toHaveCount(0)
    await expect.poll(async () => (await itemOf(summons))?.paper_wanted_at).toBeTruthy()
  })

  test('signing for a paper serves it for certain', async () => {
    await phone.goto(paperPage(notice))
    await expect.poll(async () => (await itemOf(notice))?.effect?.presumed, { timeout: 60_000 }).toBe(true)
    const presumed = (await itemOf(notice))!.effect!.code
    await phone.getByRole('button', { name: '签收', exact: true }).click()
    await phone.getByRole('dialog', { name: '签收文书' }).getByRole('button', { name: '确认签收' }).click()
    // It was read before, and counts from then; nobody presumes it any more.
    await expect.poll(async () => (await itemOf(notice))?.effect?.presumed, { timeout: 60_000 }).toBe(false)
    await expect(phone.getByText('已送达').first()).toBeVisible({ timeout: 60_000 })
    await expect(phone.getByRole('button', { name: '签收', exact: true })).toHaveCount(0)
    await shoot(phone, 'paper-signed')
    // Who shows the certificate of the presumption is told that another one counts.
    await phone.goto(`/verify/${presumed}`)
    await expect(phone.getByRole('heading', { name: '已有新的送达凭证' })).toBeVisible()
    await shoot(phone, 'verify-replaced')
    await expectNoFaults(phone, 'verify-replaced')
  })

  test('consent taken back needs its reason', async () => {
    await phone.goto(`${base()}/consents`)
    await phone.getByRole('switch', { name: /^送达/ }).click()
    await phone.getByRole('button', { name: '提交意见' }).click()
    await expect(phone.getByText('请说明为什么撤回')).toBeVisible()
    await phone.getByLabel('撤回的理由').fill('改为邮寄')
    await phone.getByRole('button', { name: '提交意见' }).click()
    await expect(phone.getByText('意见已提交').last()).toBeVisible()
    await expect(phone.getByRole('switch', { name: /^送达/ })).not.toBeChecked()
    expect((await clerk.refused(`/api/cases/${scene.caseId}/service/sendings`, { papers: [await issue(scene, clerk, 'summons')], to: [{ party: 1, channel: 'mailbox' }], companions: [] })).code).toBe('no_consent')
  })

  test('quiet hours and channels are chosen and kept', async () => {
    await phone.goto('/m/settings')
    await phone.getByRole('link', { name: /消息提醒/ }).click()
    const service = phone.getByRole('group', { name: /^送达/ })
    const sms = service.getByRole('checkbox', { name: '短信' })
    const was = await sms.isChecked()
    await sms.setChecked(!was)
    await phone.getByLabel('开始').fill('21:30')
    await phone.getByRole('button', { name: '保存' }).click()
    await expect(phone.getByText('已保存').last()).toBeVisible()
    await phone.reload()
    await expect(phone.getByLabel('开始')).toHaveValue('21:30')
    expect(await sms.isChecked()).toBe(!was)
  })

  for (const manner of manners) {
    test(`every page of service is sound and fits 360 px: ${manner.name}`, async ({ browser }) => {
      const context = await scene.defendant.device(browser, 'phone')
      await context.addInitScript((drawn: Drawn) => { for (const [name, value] of Object.entries(drawn)) localStorage.setItem(name, value) }, manner.drawn)
      const page = await context.newPage()
      const pages: [string, string][] = [
        ['mailbox', '/m/mailbox'], ['service', `${base()}/service`], ['paper', paperPage(summons)], ['certificate', `${paperPage(summons)}&show=certificate`],
        ['service-address', `${base()}/service-address`], ['service-address-agree', `${base()}/service-address?step=agree`], ['consents', `${base()}/consents`], ['notices', '/m/notices'],
      ]
      for (const [name, path] of pages) {
        await test.step(name, async () => {
          await page.setViewportSize({ width: 390, height: 844 })
          await page.goto(path)
          await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
          await expect(page.getByText(/^(正在载入|正在打开文书)…$/)).toHaveCount(0)
          await expectNoFaults(page, `${name}, ${manner.name}`)
          await shoot(page, `${manner.name}-${name}`)
          await page.setViewportSize({ width: 360, height: 740 })
          await expectNoSidewaysScrolling(page, `${name}, ${manner.name}`)
        })
      }
      await context.close()
    })
  }
})
