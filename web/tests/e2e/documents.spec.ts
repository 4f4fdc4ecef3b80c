import { type BrowserContext, type Page, expect, test } from '@playwright/test'
import type { components } from '../../src/api/schema'
import { Caller } from './api'
import { Court } from './court'
import { expectNoFaults, expectNoSidewaysScrolling, shoot } from './look'
import { freePorts } from './ports'
import { type Scene, loanCase } from './scene'

type Schemas = components['schemas']

/** The clerk of the case, who is whoever had the least to do. */
async function clerkOf(court: Court, judge: Caller, caseId: string): Promise<Caller> {
  const name = (await judge.get<Schemas['CaseDetail']>(`/api/cases/${caseId}`)).clerk?.name
  for (const subject of ['clerk-1', 'clerk-2']) {
    const clerk = await Caller.staff(court, subject)
    if ((await clerk.get<Schemas['SessionView']>('/api/session')).name === name) return clerk
  }
  throw new Error(`no sample clerk is called ${name}`)
}
/** Begins a document from its template. */
async function begin(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: '新建文书' }).click()
  const picker = page.getByRole('dialog', { name: '新建文书' })
  await picker.getByPlaceholder('搜索文书名称').fill(title)
  await picker.getByRole('button', { name: new RegExp(`^${title}`) }).first().click()
  await expect(picker).toBeHidden()
  await expect(page.getByRole('textbox', { name: '文书名称' })).toHaveValue(title)
}
/** Looks at every page of what is to be approved, and issues it. */
async function approve(page: Page, title: string): Promise<void> {
  const sheet = page.getByRole('dialog', { name: `审核签发：${title}` })
  await expect(sheet.getByText('预览指纹')).toBeVisible()
  await expect(sheet.getByRole('img', { name: new RegExp(`^${title}第 1 页`) })).toBeVisible()
  const next = sheet.getByRole('button', { name: '下一页' })
  while (await next.isEnabled()) await next.click()
  await shoot(page, `desk-approve-${title}`)
  await sheet.getByRole('button', { name: '确认签发' }).click()
  await expect(page.getByRole('dialog', { name: `${title}已签发` })).toBeVisible()
}

test.describe.serial('documents from the first draft to their service', () => {
  let court: Court
  let scene: Scene
  let clerk: Caller
  let contexts: BrowserContext[] = []
  let desk: Page
  let bench: Page
  const documents = async () => (await clerk.get<Schemas['CaseDocuments']>(`/api/cases/${scene.caseId}/documents`)).documents
  const service = async () => (await clerk.get<Schemas['CaseService']>(`/api/cases/${scene.caseId}/service`)).items

  test.beforeAll(async ({ browser }) => {
    court = await Court.start('--port', String(await freePorts()))
    scene = await loanCase(browser, court, { plaintiff: '样例甲', defendant: '样例乙', judge: ['judge-1', '样例法官一'] })
    clerk = await clerkOf(court, scene.judge, scene.caseId)
    contexts = [await clerk.device(browser, 'desk'), await scene.judge.device(browser, 'desk')]
    ;[desk, bench] = await Promise.all(contexts.map((one) => one.newPage())) as [Page, Page]
  })
  test.afterAll(async () => {
    for (const one of contexts) await one.close()
    await court.stop()
    court.forget()
  })

  test('the clerk is told at the fields what a summons lacks, all at once', async () => {
    await desk.goto(`/desk/cases/${scene.caseId}/documents`)
    await begin(desk, '传票')
    await expect(desk.getByText('来自案件').first()).toBeVisible()
    await desk.getByRole('button', { name: '保存草稿' }).click()
    await expect(desk.getByText(/处需要补充或者更正/)).toBeVisible()
    const matter = desk.getByLabel(/^传唤事由/)
    await expect(matter).toHaveAttribute('aria-invalid', 'true')
    await expect(desk.getByLabel(/^应到时间/)).toHaveAttribute('aria-invalid', 'true')
    await shoot(desk, 'desk-document-faults')
    expect(await documents()).toEqual([])
  })

  test('what was typed and not saved is there after the page was loaded anew', async () => {
    await desk.getByLabel(/^应到处所/).fill('第三审判庭')
    await desk.getByLabel(/^传唤事由/).selectOption({ label: '开庭' })
    await expect(desk.getByText(/^还缺 \d+ 处/)).toBeVisible()
    // It is kept a moment after the last key.
    await desk.waitForTimeout(1_000)
    await desk.goto(`/desk/cases/${scene.caseId}/documents`)
    await begin(desk, '传票')
    await expect(desk.getByText('已恢复您上次没有保存的内容。')).toBeVisible()
    await expect(desk.getByLabel(/^应到处所/)).toHaveValue('第三审判庭')
  })

  test('the clerk drafts the summons and a copy of the complaint and sees the paper', async () => {
    await desk.getByLabel(/^应到时间/).fill('2027-01-12T09:30')
    const address = desk.getByLabel(/^住所或者工作单位/)
    if (await address.count() > 0 && await address.inputValue() === '') await address.fill('浙江省宁波市海曙区样例路2号')
    await expect(desk.getByRole('img', { name: /^传票第 1 页/ })).toBeVisible()
    await expect(desk.getByText('预览指纹')).toBeVisible()
    await expectNoFaults(desk, 'writing a document')
    await expectNoSidewaysScrolling(desk, 'writing a document')
    await desk.keyboard.press('Control+s')
    await expect(desk.getByText('草稿已保存')).toBeVisible()
    await shoot(desk, 'desk-document-summons')
    await desk.getByRole('button', { name: '返回文书列表' }).click()

    await begin(desk, '民事起诉状副本')
    await desk.getByRole('group', { name: '文书对象' }).getByRole('button', { name: /样例甲/, pressed: true }).click()
    await desk.keyboard.press('Control+Enter')
    await expect(desk.getByText('已保存，文书已列入法官待办，等待审核签发')).toBeVisible()
    await desk.getByRole('button', { name: '返回文书列表' }).click()
    await expect.poll(async () => (await documents()).map((one) => [one.title, one.status, one.parties])).toEqual([
      ['民事起诉状副本', 'draft', [1]], ['传票', 'draft', [1]],
    ])
    // The clerk writes; issuing is the judge's.
    await expect(desk.getByRole('complementary', { name: '民事起诉状副本' }).getByRole('button', { name: '修改' })).toBeVisible()
    await expect(desk.getByRole('button', { name: '审核签发' })).toHaveCount(0)
  })

  test('the judge finds both among the to-dos and issues what is on the screen', async () => {
    await bench.goto('/desk/todos')
    await bench.getByRole('tab', { name: /^全部/ }).click()
    await bench.getByRole('grid').getByRole('link', { name: /传票/ }).click()
    await bench.getByRole('complementary', { name: '传票' }).getByRole('button', { name: '审核签发' }).click()
    await approve(bench, '传票')
    await bench.getByRole('button', { name: '以后再送' }).click()
    await bench.getByRole('button', { name: /^民事起诉状副本/ }).click()
    await bench.getByRole('complementary', { name: '民事起诉状副本' }).getByRole('button', { name: '审核签发' }).click()
    await approve(bench, '民事起诉状副本')
    await bench.getByRole('button', { name: '以后再送' }).click()
    await expect.poll(async () => (await documents()).map((one) => one.status)).toEqual(['issued', 'issued'])
    await expectNoFaults(bench, 'the documents of a case')
    await shoot(bench, 'desk-documents')
  })

  test('both papers go to the defendant in one act, and the dialog says when that counts', async () => {
    await desk.goto(`/desk/cases/${scene.caseId}/service`)
    await desk.getByRole('button', { name: '发起送达' }).click()
    const sheet = desk.getByRole('dialog', { name: '送达' })
    await sheet.getByLabel('传票 → 样例乙').check()
    await sheet.getByLabel('民事起诉状副本 → 样例乙').check()
    await expect(sheet.getByRole('region', { name: '样例乙' }).getByText(/签收或者按内容行事才算送达/)).toBeVisible()
    await expect(sheet.getByText(/^将送达 2 件：样例乙/)).toBeVisible()
    await expect(sheet.getByText(/只提醒查看，不产生送达效力/)).toBeVisible()
    await expectNoFaults(desk, 'sending papers')
    await shoot(desk, 'desk-send')
    await sheet.getByRole('button', { name: '送达 2 件' }).click()
    await expect(sheet).toBeHidden()
    await expect.poll(async () => (await service()).map((one) => one.attempts.length)).toEqual([1, 1])
    expect(new Set((await service()).map((one) => one.attempts[0]!.entry.seq)).size).toBe(1)
  })

  test('what is signed for is served on the board of the case and of the desk', async () => {
    await scene.defendant.there(`/api/cases/${scene.caseId}/service`)
    const mine = async () => (await scene.defendant.get<Schemas['CaseService']>(`/api/cases/${scene.caseId}/service`)).items
    await expect.poll(async () => (await mine()).filter((one) => one.arrived_at).length).toBe(2)
    await scene.defendant.post(`/api/cases/${scene.caseId}/service/receipts`, { sent: (await mine())[0]!.attempts[0]!.entry, papers: [] })
    await expect.poll(async () => (await service()).map((one) => one.status), { timeout: 60_000 }).toEqual(['effective', 'effective'])
    await desk.goto(`/desk/cases/${scene.caseId}/service`)
    await expect(desk.getByRole('button', { name: /^传票 → 样例乙：\s*已送达/ })).toBeVisible()
    await expect(desk.getByText('本人回复收悉').first()).toBeVisible()
    await expect(desk.getByRole('link', { name: /^送达凭证/ })).toBeVisible()
    await expectNoFaults(desk, 'the board of service')
    await expectNoSidewaysScrolling(desk, 'the board of service')
    await shoot(desk, 'desk-service')

    await desk.goto('/desk/service')
    await desk.getByRole('tab', { name: /^已送达 2/ }).click()
    const rows = desk.getByRole('grid', { name: '已送达' }).getByRole('row')
    await expect(rows).toHaveCount(3)
    await rows.nth(1).focus()
    await desk.keyboard.press('j')
    await expect(rows.nth(2)).toHaveAttribute('aria-selected', 'true')
    await expectNoFaults(desk, 'the board of the desk')
    await shoot(desk, 'desk-service-board')
    await desk.keyboard.press('Enter')
    await expect(desk).toHaveURL(new RegExp(`/desk/cases/${scene.caseId}/service\\?entry=court-\\d+\\.1$`))
  })

  test('a document that was sent is not set aside, and the court says why', async () => {
    const summons = (await documents()).find((one) => one.title === '传票')!
    expect(summons.actions).not.toContain('set_document_aside')
    const problem = await scene.judge.refused(`/api/cases/${scene.caseId}/documents/set-aside`, { document: summons.document, reason: '内容有误' })
    expect(problem.code).toBe('document_sent')
  })
})
