import type { BrowserContext, Page } from '@playwright/test'
import { Caller } from './api'
import { expect, test } from './fixtures'
import { expectNoFaults, expectNoSidewaysScrolling, shoot } from './look'
import { sample } from './people'
import { pdfOf } from './pdf'
import { loanPapers, photosOf } from './photos'

const judge = '样例法官三'
const [me, them] = [sample('样例庚'), sample('样例辛')]
const volume = '第一卷'

test.describe.serial('the file of a case with five hundred pages', () => {
  let plaintiff: Caller
  let phone: BrowserContext
  let page: Page
  let caseId = ''
  const sheet = (number: number) => page.getByRole('img', { name: new RegExp(`^${volume} 第 ${number} 页：`) })

  test.beforeAll(async ({ browser, court }) => {
    test.setTimeout(180_000)
    const [officer, photos] = await Promise.all([Caller.staff(court, 'filing-1'), photosOf(browser, loanPapers)])
    plaintiff = await Caller.enrolled(court, me)
    const contract = { name: '合同.pdf', mimeType: 'application/pdf', buffer: pdfOf(500, (number) => `Sheet ${number}`) }
    caseId = await plaintiff.fileLoan(me, them, [photos[0]!, contract])
    await officer.register(caseId, judge)
    await plaintiff.there(`/api/cases/${caseId}/file`)
    phone = await plaintiff.device(browser, 'phone')
    page = await phone.newPage()
  })
  test.afterAll(async () => { await phone.close() })

  test('the plaintiff opens the file from the space, and the look is recorded', async () => {
    await page.goto(`/m/cases/${caseId}`)
    await page.getByRole('button', { name: '更多功能' }).click()
    await shoot(page, 'phone-file-tile')
    await page.getByRole('button', { name: '电子卷宗' }).click()
    await expect(sheet(1)).toBeVisible()
    await expect(page.getByText('本次查阅已登记')).toBeVisible()
    await shoot(page, 'phone-file-first-page')
    await expectNoSidewaysScrolling(page, 'the first page of the file')
    await expectNoFaults(page, 'the file')
  })

  test('page 400 is there in a moment, and only a few pictures are in the page', async () => {
    const open = async (number: number): Promise<number> => {
      await page.getByRole('button', { name: '目录' }).click()
      await page.getByLabel('页码').fill(String(number))
      const begun = Date.now()
      await page.getByRole('button', { name: '跳转' }).click()
      await expect(sheet(number)).toBeVisible()
      await expect.poll(() => sheet(number).evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0), { intervals: [10] }).toBe(true)
      return Date.now() - begun
    }
    const asked = async (number: number): Promise<number> => {
      const begun = Date.now()
      const answer = await phone.request.get(`/api/cases/${caseId}/file/pages/1/${number}?width=840`)
      expect(answer.headers()['content-type']).toBe('image/jpeg')
      await answer.body()
      return Date.now() - begun
    }
    process.stdout.write(`a page from the node: ${await asked(350)} ms, another ${await asked(250)} ms, once more ${await asked(250)} ms\n`)
    const cold = await open(400)
    await shoot(page, 'phone-file-page-400')
    const [near, far, warm] = [await open(401), await open(120), await open(400)]
    process.stdout.write(`page 400 on the phone: ${cold} ms at first, ${warm} ms again; the next page ${near} ms, another far one ${far} ms\n`)
    await expect(sheet(400)).toBeInViewport()
    const pictures = () => page.evaluate(() => document.querySelectorAll('.file-page img').length)
    expect(await pictures()).toBeLessThan(12)
    const list = page.getByRole('region', { name: '卷宗内容' })
    for (let turn = 0; turn < 30; turn += 1) await list.evaluate((box) => { box.scrollTop += box.clientHeight * 1.5 })
    expect(await pictures()).toBeLessThan(12)
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(1200)
  })

  test('the index, a bookmark, a private note, and where one left', async () => {
    await page.getByRole('button', { name: '目录' }).click()
    await page.getByRole('searchbox', { name: '搜索目录' }).fill('起诉')
    await expect(page.getByRole('navigation', { name: '目录' }).getByRole('listitem')).toHaveCount(1)
    await page.getByRole('searchbox', { name: '搜索目录' }).fill('')
    await shoot(page, 'phone-file-index')
    await expectNoFaults(page, 'the index of the file')
    await page.getByLabel('页码').fill('37')
    await page.getByRole('button', { name: '跳转' }).click()
    await expect(sheet(37)).toBeInViewport()
    await page.getByRole('button', { name: '加书签' }).click()
    await expect(page.getByRole('button', { name: '取消书签' })).toBeVisible()
    await page.getByRole('button', { name: '笔记', exact: true }).click()
    await page.getByRole('textbox', { name: '笔记' }).fill('此处利息计算有误')
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('此处利息计算有误')).toBeVisible()
    await shoot(page, 'phone-file-note')
    await page.reload()
    await expect(sheet(37)).toBeInViewport()
    await expect(page.getByText('此处利息计算有误')).toBeVisible()
  })

  test('a page is enlarged over the whole screen', async () => {
    await page.getByRole('button', { name: '放大', exact: true }).click()
    const zoom = page.getByRole('dialog', { name: `${volume} 第 37 页` })
    await expect(zoom.getByRole('img')).toBeVisible()
    await zoom.getByRole('button', { name: '放大', exact: true }).click()
    await shoot(page, 'phone-file-zoom')
    await zoom.getByRole('button', { name: '退出放大' }).click()
    await expect(zoom).toBeHidden()
  })

  test('a copy carries the name of its reader', async () => {
    test.setTimeout(240_000)
    await page.getByRole('button', { name: '导出', exact: true }).click()
    const sheetOfCopy = page.getByRole('dialog', { name: '导出卷宗副本' })
    await expect(sheetOfCopy.getByText(`“${me.name}”`)).toBeVisible()
    await shoot(page, 'phone-file-copy')
    const begun = Date.now()
    const [copy] = await Promise.all([page.waitForEvent('download', { timeout: 200_000 }), sheetOfCopy.getByRole('button', { name: '登记并导出' }).click()])
    expect(copy.suggestedFilename()).toMatch(/民初.*电子卷宗.*\.pdf$/)
    const stream = await copy.createReadStream()
    let bytes = 0
    for await (const piece of stream) bytes += (piece as Buffer).length
    process.stdout.write(`a copy of the file: ${bytes} bytes in ${Date.now() - begun} ms\n`)
    expect(bytes).toBeGreaterThan(100_000)
  })

  test('the judge reads the same page on the desk, and the internal file', async ({ browser, court }) => {
    const staff = await Caller.staff(court, 'judge-3')
    await staff.there(`/api/cases/${caseId}/file`)
    const desk = await (await staff.device(browser, 'desk')).newPage()
    await desk.goto(`${court.workbench}/desk/cases/${caseId}`)
    await desk.getByRole('tab', { name: '卷宗', exact: true }).click()
    await expect(desk.getByRole('img', { name: new RegExp(`^${volume} 第 1 页`) })).toBeVisible()
    await desk.getByLabel('页码').fill('400')
    await desk.getByRole('button', { name: '跳转' }).click()
    await expect(desk.getByRole('img', { name: new RegExp(`^${volume} 第 400 页`) })).toBeInViewport()
    await expect(desk.getByText('此处利息计算有误')).toBeHidden()
    await shoot(desk, 'desk-file')
    await desk.getByRole('tab', { name: '副卷' }).click()
    await expect(desk.getByText(/卷宗里还没有材料|副卷 第 1 页/).first()).toBeVisible()
    await shoot(desk, 'desk-file-internal')
    await desk.context().close()
  })
})
