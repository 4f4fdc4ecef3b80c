import type { BrowserContext, Page } from '@playwright/test'
import * as desk from './desk'
import { expect, test } from './fixtures'
import { expectNoFaults, expectNoSidewaysScrolling, shoot } from './look'
import { type Scene, loanCase } from './scene'
import { Space } from './space'

test.describe.serial('what stands between the court and the internet', () => {
  let scene: Scene
  let bench: Page
  let phoneOf: BrowserContext
  let phone: Page
  const panel = () => bench.getByRole('complementary', { name: '案件面板' })
  const outside = () => panel().getByRole('region', { name: '互联网侧' })
  const look = async (page: Page, name: string) => {
    await shoot(page, name)
    await expectNoSidewaysScrolling(page, name)
  }

  test.beforeAll(async ({ browser, court }) => {
    scene = await loanCase(browser, court, { plaintiff: '样例丙', defendant: '样例丁', judge: ['judge-1', '样例法官一'] })
    bench = await (await scene.judge.device(browser, 'desk')).newPage()
    phoneOf = await scene.plaintiff.device(browser, 'phone')
    phone = await phoneOf.newPage()
  })

  test('the desk shows both zones, the living link and nothing that waits', async () => {
    await scene.plaintiff.say(scene.caseId, '请法庭核对转账记录。')
    await bench.goto('/desk')
    await bench.getByRole('navigation', { name: '工作台导航' }).getByRole('link', { name: '交换' }).click()
    const link = bench.getByRole('region', { name: '连接' })
    await expect(link.getByRole('status')).toHaveText('联通')
    await expect(link.getByText('没有积压')).toBeVisible()
    await expect(link.getByText(/往返/)).toBeVisible()
    for (const lane of ['控制', '条目', '文件']) await expect(bench.getByRole('region', { name: '待送出' }).getByRole('row', { name: `${lane} 无` })).toBeVisible()
    await expect(bench.getByText('没有停住或者被拒收的内容。')).toBeVisible()
    await look(bench, 'desk-exchange')
    await expectNoFaults(bench, 'the exchange at the desk')
  })

  test('the case says what of it stands outside, and stays there while it is open', async () => {
    await bench.goto(`/desk/cases/${scene.caseId}`)
    await desk.turnTo(bench, '案件信息')
    await expect(outside().getByText('当前在互联网侧')).toBeVisible()
    await expect(outside().getByText(/^已送达 [1-9]\d* 条$/)).toBeVisible()
    await expect(outside().getByRole('button', { name: '立即移回' })).toHaveCount(0)
    await look(bench, 'desk-outside')
    await phone.goto('/m/cases')
    await expect(phone.getByText(/样例丙诉样例丁/).first()).toBeVisible()
  })

  test('closed and called home, it is erased outside with a certificate, and the phone no longer has it', async () => {
    await desk.closeCase(bench, '调解', '双方自愿达成调解协议。', () => Promise.resolve())
    await desk.turnTo(bench, '案件信息')
    await outside().getByRole('button', { name: '立即移回' }).click()
    const sheet = bench.getByRole('dialog', { name: '立即移回专网' })
    await shoot(bench, 'desk-call-home')
    await expectNoFaults(bench, 'calling a case home')
    await sheet.getByRole('button', { name: '确认移回' }).click()
    await expect(sheet).toBeHidden()
    await expect(outside().getByText('不在互联网侧')).toBeVisible({ timeout: 60_000 })

    await bench.getByRole('navigation', { name: '工作台导航' }).getByRole('link', { name: '交换' }).click()
    const week = bench.getByRole('region', { name: '最近七天' })
    const erased = week.getByRole('listitem').filter({ hasText: '已清除' })
    await expect(erased.getByText('残留 0 处')).toBeVisible()
    await expect(week.getByRole('listitem').filter({ hasText: '已移回' })).toHaveCount(1)
    await erased.getByText('清除证书').click()
    await expect(erased.getByText('密钥销毁时间')).toBeVisible()
    await expect(erased.getByText(/命中 0 处/)).toBeVisible()
    // Asked anew meanwhile, the page does not shut what is being read.
    await bench.waitForResponse('**/api/exchange')
    await expect(erased.getByText('密钥销毁时间')).toBeVisible()
    await look(bench, 'desk-exchange-erased')
    await expectNoFaults(bench, 'a certificate at the desk')

    await phone.goto('/m/cases')
    await expect(phone.getByRole('main')).toBeVisible()
    await expect(phone.getByText(/样例丙诉样例丁/)).toHaveCount(0)
    const answer = await phone.request.get(`/api/cases/${scene.caseId}`)
    expect(answer.status()).toBe(404)
  })

  test('taken up again, it goes out anew and stands on the phone', async () => {
    await bench.goto(`/desk/cases/${scene.caseId}`)
    await desk.turnTo(bench, '控制')
    await panel().getByRole('button', { name: '恢复办理…' }).click()
    const sheet = bench.getByRole('dialog', { name: /^恢复办理/ })
    await sheet.getByRole('radio', { name: '再审' }).check()
    await sheet.getByLabel(/^说明/).fill('上级法院指令再审。')
    await shoot(bench, 'desk-reopen')
    await sheet.getByRole('button', { name: '确认恢复' }).click()
    await expect(sheet).toBeHidden()
    await desk.turnTo(bench, '案件信息')
    await expect(outside().getByText('当前在互联网侧')).toBeVisible()
    await expect.poll(async () => (await phone.request.get(`/api/cases/${scene.caseId}`)).status()).toBe(200)
    await phone.goto(`/m/cases/${scene.caseId}`)
    await new Space(phone).expectSaid('请法庭核对转账记录')
  })

  test('a phone whose node has not heard the court for long says so and lets its person speak', async () => {
    const info = await (await phone.request.get('/api/node')).json() as { role: string; court_unheard_for_s: number }
    expect(info.role).toBe('front')
    expect(info.court_unheard_for_s).toBeLessThanOrEqual(60)
    await phone.goto(`/m/cases/${scene.caseId}`)
    const notice = phone.getByText('暂时联系不上法院专网')
    await expect(new Space(phone).box).toBeVisible()
    await expect(notice).toHaveCount(0)
    // Both nodes run in one program here: the silence is put into the answer.
    await phone.route('**/api/node', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, json: { ...await answer.json() as object, court_unheard_for_s: 91 } })
    })
    await phone.reload()
    await expect(notice).toBeVisible()
    await new Space(phone).sayAndArrive('我的陈述先写在这里。')
    await look(phone, 'phone-court-silent')
    await expectNoFaults(phone, 'a space without the court')
    await phone.goto('/m/filings')
    await expect(notice).toBeVisible()
    await look(phone, 'phone-filings-court-silent')
    await phoneOf.close()
  })
})
