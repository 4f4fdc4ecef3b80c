import { readFileSync } from 'node:fs'
import { type BrowserContext, type Page, expect, test } from '@playwright/test'
import type { components } from '../../src/api/schema'
import type { Caller } from './api'
import { Court } from './court'
import { expectNoFaults, expectNoSidewaysScrolling, shoot } from './look'
import { clerkOf, issue, signWithFinger } from './papers'
import { freePorts } from './ports'
import { type Scene, loanCase } from './scene'

type Schemas = components['schemas']

test.describe.serial('a complaint is served, read and certified', () => {
  let court: Court
  let scene: Scene
  let clerk: Caller
  let contexts: BrowserContext[] = []
  let phone: Page
  let desk: Page
  let complaint: Schemas['EntryRef']
  const service = () => clerk.get<Schemas['CaseService']>(`/api/cases/${scene.caseId}/service`)
  const look = async (page: Page, name: string) => { await shoot(page, name); await expectNoSidewaysScrolling(page, name) }

  test.beforeAll(async ({ browser }) => {
    court = await Court.start('--port', String(await freePorts()))
    scene = await loanCase(browser, court, { plaintiff: '样例甲', defendant: '样例乙', judge: ['judge-1', '样例法官一'] })
    clerk = await clerkOf(scene)
    contexts = [await scene.defendant.device(browser, 'phone'), await clerk.device(browser, 'desk')]
    ;[phone, desk] = await Promise.all(contexts.map((one) => one.newPage())) as [Page, Page]
  })
  test.afterAll(async () => {
    for (const one of contexts) await one.close()
    await court.stop()
    court.forget()
  })

  test('the defendant confirms an address and signs with a finger', async () => {
    await phone.goto(`/m/cases/${scene.caseId}/service-address`)
    await look(phone, 'service-address-none')
    await phone.getByRole('button', { name: '填写送达地址确认书' }).click()
    await phone.getByRole('radio', { name: /^同意电子送达/ }).check()
    await expect(phone.getByRole('checkbox', { name: '平台信箱（微法院，推荐）' })).toBeChecked()
    await look(phone, 'service-address-agree')
    await phone.getByRole('button', { name: '下一步' }).click()
    await phone.getByLabel('收件人').fill('样例乙')
    await phone.getByLabel('联系电话').fill('15400000002')
    await phone.getByLabel('邮寄地址').fill('样例路2号')
    await look(phone, 'service-address-post')
    await phone.getByRole('button', { name: '下一步' }).click()
    await signWithFinger(phone)
    await look(phone, 'service-address-sign')
    await phone.getByRole('button', { name: '下一步' }).click()
    await look(phone, 'service-address-check')
    await phone.getByRole('button', { name: '确认并提交' }).click()
    await expect(phone.getByText('送达地址已确认')).toBeVisible()
    await expect(phone.getByText('签名有效')).toBeVisible()
    await phone.goto(`/m/cases/${scene.caseId}/service-address`)
    const link = phone.getByRole('link', { name: '保存 PDF' })
    const [saved] = await Promise.all([phone.waitForEvent('download'), link.click()])
    expect(readFileSync(await saved.path()).subarray(0, 5).toString()).toBe('%PDF-')
    await look(phone, 'service-address-confirmed')
  })

  test('the clerk sees the paper that was issued, and serves it', async () => {
    complaint = await issue(scene, clerk, 'complaint_copy')
    await issue(scene, clerk, 'summons')
    await desk.goto(`/desk/cases/${scene.caseId}/documents`)
    await expect(desk.getByText('起诉状副本').first()).toBeVisible()
    await shoot(desk, 'desk-documents')
    await clerk.post(`/api/cases/${scene.caseId}/service/sendings`, { papers: [complaint], to: [{ party: 1, channel: 'mailbox' }], companions: ['sms'] })
    await expect.poll(async () => (await service()).items[0]?.status, { timeout: 60_000 }).toBe('effective')
    const item = (await service()).items[0]!
    expect(item.effect!.rule).toBe('a')
    await desk.goto(`/desk/cases/${scene.caseId}/service`)
    await expect(desk.getByText('已送达').first()).toBeVisible()
    await shoot(desk, 'desk-case-service')
    await desk.goto('/desk/service')
    await shoot(desk, 'desk-service')
    await expectNoFaults(desk, 'desk-service')
  })

  test('the defendant finds it in the mailbox, reads it and signs for it', async () => {
    await phone.goto('/m/mailbox')
    await expect(phone.getByText('《民事起诉状副本》')).toBeVisible()
    await look(phone, 'mailbox')
    await expectNoFaults(phone, 'mailbox')
    await phone.getByText('《民事起诉状副本》').click()
    await expect(phone.getByRole('img', { name: /第 1 页/ })).toBeVisible({ timeout: 30_000 })
    await look(phone, 'paper')
    await phone.getByRole('button', { name: '签收', exact: true }).click()
    await phone.getByRole('button', { name: '确认签收' }).click()
    await expect.poll(async () => (await service()).items[0]?.acknowledged_at).toBeTruthy()
    const unread = await scene.defendant.get<Schemas['UnreadMail']>('/api/mailbox/unread')
    expect(unread.n).toBe(0)
    await phone.goto(`/m/cases/${scene.caseId}`)
    await expect(phone.getByText('起诉状副本').first()).toBeVisible()
    await look(phone, 'space-served')
  })

  test('a time of arrival that cannot be is refused in words', async () => {
    await phone.goto('/m/mailbox')
    await phone.getByText('《民事起诉状副本》').click()
    await phone.getByRole('button', { name: '到达时间与实际不符？' }).click()
    const sheet = phone.getByRole('dialog', { name: '到达时间有误' })
    await sheet.getByRole('button', { name: '提交异议' }).click()
    await expect(sheet.getByText('请填写实际到达的时间')).toBeVisible()
    await sheet.getByLabel('实际到达的时间').fill('2026-01-02T09:30')
    await sheet.getByLabel('说明情况').fill('邮件系统记录显示的时间不同')
    await look(phone, 'paper-arrival')
    await sheet.getByRole('button', { name: '提交异议' }).click()
    await expect(sheet.getByText(/到达时间应当在发出之后/)).toBeVisible()
  })

  test('anybody checks the certificate by its code, and the days for the answer run', async ({ browser }) => {
    const code = (await service()).items[0]!.effect!.code
    const stranger = await browser.newContext({ baseURL: court.url, serviceWorkers: 'block' })
    const page = await stranger.newPage()
    await page.goto(`/verify/${code}`)
    await expect(page.getByText('与本院记录一致')).toBeVisible()
    await expect(page.getByText('样*')).toBeVisible()
    await expect(page.getByText('样例乙')).toHaveCount(0)
    await shoot(page, 'verify')
    await page.goto('/verify/ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    await expect(page.getByText('与本院记录一致')).toHaveCount(0)
    await stranger.close()
    const agenda = await clerk.get<Schemas['CaseAgenda']>(`/api/cases/${scene.caseId}/agenda`)
    expect(agenda.deadlines.filter((one) => one.rule === 'ANSWER').map((one) => one.whose_name)).toEqual(['样例乙'])
  })
})
