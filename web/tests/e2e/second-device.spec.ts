import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { expectNoFaults, shoot } from './look'
import { device, sample, signIn } from './people'
import { type Scene, loanCase } from './scene'
import { Space } from './space'

test.describe.serial('a second device and another phone number, over two nodes', () => {
  const me = sample('样例甲')
  const newNumber = '15400000098'
  let scene: Scene
  let oldOf: BrowserContext
  let old: Page
  let newOf: BrowserContext
  let fresh: Page

  test.beforeAll(async ({ browser, court }) => {
    scene = await loanCase(browser, court, { plaintiff: me.name, defendant: '样例乙', judge: ['judge-1', '样例法官一'] })
    oldOf = await scene.plaintiff.device(browser, 'phone')
    old = await oldOf.newPage()
    await old.goto(`/m/cases/${scene.caseId}`)
    await expect(new Space(old).box).toBeVisible()
    newOf = await device(browser, court, 'phone')
    fresh = await newOf.newPage()
  })
  test.afterAll(async () => { await oldOf.close(); await newOf.close() })

  test('a further device passes the identity check, reads, and waits for the court', async ({ court }) => {
    await signIn(fresh, court, me)
    await expect(old.getByText(/您的账号新增了设备/)).toBeVisible()
    await fresh.goto('/m/settings')
    const devices = fresh.getByRole('region', { name: '我的设备' })
    await expect(devices.getByText('等待法院确认，目前只能查看')).toBeVisible()
    await shoot(fresh, 'phone-device-waits')
    await expectNoFaults(fresh, 'a device that waits')
    await fresh.goto(`/m/cases/${scene.caseId}`)
    await new Space(fresh).say('这台设备还不能说话。')
    await expect(new Space(fresh).said('这台设备还不能说话。').getByRole('status')).toContainText('法院')
    await new Space(fresh).said('这台设备还不能说话。').getByRole('button', { name: '不发了' }).click()
  })

  test('a wrong code of the court leaves it waiting, the right one lets it act', async ({ court }) => {
    // The court's own node sent this one, to the phone that it knows.
    const text = await court.message(me.phone, /验证码/)
    const code = /\d{6}/.exec(text)![0]
    await fresh.goto('/m/settings')
    const devices = fresh.getByRole('region', { name: '我的设备' })
    await devices.getByLabel('法院发来的设备确认码').fill(code === '000000' ? '111111' : '000000')
    await devices.getByRole('button', { name: '确认本机' }).click()
    await fresh.reload()
    await expect(devices.getByText('等待法院确认，目前只能查看')).toBeVisible()
    await devices.getByLabel('法院发来的设备确认码').fill(code)
    await devices.getByRole('button', { name: '确认本机' }).click()
    await expect(devices.getByText('等待法院确认，目前只能查看')).toHaveCount(0)
    await expect(new Space(old).list.getByText(/新增了?设备|新设备/).first()).toBeVisible()
    await shoot(old, 'phone-device-announced')
    await fresh.goto(`/m/cases/${scene.caseId}`)
    await new Space(fresh).sayAndArrive('现在由新设备说话。')
    await expect.poll(async () => (await atCourt(scene)).includes('现在由新设备说话。')).toBe(true)
    await new Space(old).expectSaid('现在由新设备说话。')
  })

  test('another phone number counts on both nodes once the court has seen the signature', async ({ court, browser }) => {
    await fresh.goto('/m/settings')
    await fresh.getByRole('button', { name: '更换手机号' }).click()
    const sheet = fresh.getByRole('dialog', { name: '更换手机号' })
    await sheet.getByLabel('手机号码').fill(newNumber)
    await sheet.getByRole('button', { name: '获取验证码' }).click()
    const text = await court.message(newNumber, /验证码/)
    await sheet.getByLabel('短信验证码').fill(/\d{4,8}/.exec(text)![0])
    await sheet.getByRole('button', { name: '更换手机号' }).click()
    await expect(sheet).toBeHidden()
    await expect(fresh.getByText('154****0098')).toBeVisible()
    await shoot(fresh, 'phone-number-changed')
    expect(await court.message(me.phone, /手机号码已经变更/)).toContain('立即联系法院')
    const third = await device(browser, court, 'phone')
    const page = await third.newPage()
    // The court's code for the next device goes to the new number.
    await signIn(page, court, { ...me, phone: newNumber })
    await page.goto('/m/settings')
    const before = page.getByRole('region', { name: '我的设备' })
    const code = /\d{6}/.exec(await court.message(newNumber, /验证码/))![0]
    await before.getByLabel('法院发来的设备确认码').fill(code)
    await before.getByRole('button', { name: '确认本机' }).click()
    await expect(before.getByText('等待法院确认，目前只能查看')).toHaveCount(0)
    const exchange = await scene.judge.get<{ events: { kind: string }[] }>('/api/exchange')
    expect(exchange.events.filter((event) => event.kind === 'refused')).toEqual([])
    await third.close()
  })
})

async function atCourt(scene: Scene): Promise<string[]> {
  const page = await scene.judge.get<{ entries: { body: { content?: { text?: string } } }[] }>(`/api/cases/${scene.caseId}/entries?before_n=9007199254740991&limit=200`)
  return page.entries.flatMap((entry) => entry.body.content?.text ?? [])
}
