import { type BrowserContext, type Page, expect, test } from '@playwright/test'
import type { components } from '../../src/api/schema'
import { Caller } from './api'
import { Court } from './court'
import { expectNoFaults, expectNoSidewaysScrolling, shoot } from './look'
import { freePorts } from './ports'
import { type Scene, loanCase } from './scene'

type Schemas = components['schemas']
type Fields = Record<string, unknown>

/** The clerk drafts what the case knows and a word for the rest; the judge looks at the paper and issues it. */
async function issue(scene: Scene, clerk: Caller, template: string): Promise<Schemas['EntryRef']> {
  const at = (rest: string) => `/api/cases/${scene.caseId}/${rest}`
  const known = await clerk.get<Schemas['DocumentTemplates']>('/api/document-templates')
  const fields = known.templates.find((one) => one.id === template)!.fields
  const filled = await clerk.get<{ data: Fields }>(at(`documents/fill?template=${template}&parties=1`))
  const data: Fields = { ...filled.data }
  const words: Record<string, unknown> = { date: '2026-12-18', datetime: '2026-12-18T09:30', money: 100, number: 1, bool: true, paragraphs: ['样本'] }
  for (const field of fields.filter((one) => one.required && one.free && data[one.name] === undefined && one.default === undefined)) {
    data[field.name] = field.type === 'enum' ? field.options![0]!.value : words[field.type] ?? '第三审判庭'
  }
  const body = { template, data, parties: [1] }
  const { origin, seq } = await clerk.post<Schemas['Receipt']>(at('documents'), body)
  const document = { origin, seq }
  const preview = await scene.judge.post<{ sha256: string }>(at('documents/preview'), { ...body, document })
  await scene.judge.post(at('documents/approvals'), { document, draft: document, previewed: preview.sha256 })
  return document
}

/** Writes a name with the finger. */
async function signWithFinger(page: Page): Promise<void> {
  const box = (await page.getByRole('region', { name: /签名/ }).locator('canvas').boundingBox())!
  for (const [from, to] of [[[0.2, 0.3], [0.45, 0.7]], [[0.45, 0.3], [0.2, 0.7]], [[0.55, 0.3], [0.8, 0.35]], [[0.65, 0.3], [0.7, 0.75]]] as const) {
    await page.mouse.move(box.x + box.width * from[0], box.y + box.height * from[1])
    await page.mouse.down()
    for (let step = 1; step <= 8; step += 1) {
      const part = step / 8
      await page.mouse.move(box.x + box.width * (from[0] + (to[0] - from[0]) * part), box.y + box.height * (from[1] + (to[1] - from[1]) * part))
    }
    await page.mouse.up()
  }
}

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
    const name = (await scene.judge.get<Schemas['CaseView']>(`/api/cases/${scene.caseId}`)).clerk?.name
    for (const subject of ['clerk-1', 'clerk-2']) {
      const one = await Caller.staff(court, subject)
      if ((await one.get<{ name: string }>('/api/session')).name === name) clerk = one
    }
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
    await expect(phone.getByText('《起诉状副本》')).toBeVisible()
    await look(phone, 'mailbox')
    await expectNoFaults(phone, 'mailbox')
    await phone.getByText('《起诉状副本》').click()
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
