import { type Locator, type Page, expect } from '@playwright/test'
import { test } from './fixtures'
import { sample } from './people'
import { loanPapers, photosOf } from './photos'
import { type Scene, loanCase } from './scene'
import { Space } from './space'

/** Presses Tab until `target` has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`80 times ${key} do not lead to ${String(target)}`)
}
async function pressOn(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await tabTo(page, target, key)
  await page.keyboard.press('Enter')
}

let scene: Scene
test.beforeAll(async ({ browser, court }) => {
  scene = await loanCase(browser, court, { plaintiff: '样例庚', defendant: '样例辛', judge: ['head-1', '样例庭长'] })
})

test('a filing is found, reviewed and returned without a mouse', async ({ browser }) => {
  const photos = await photosOf(browser, loanPapers)
  await scene.plaintiff.fileLoan(sample('样例庚'), sample('样例辛'), [photos[0]!, photos[1]!])
  const page = await (await scene.officer.device(browser, 'desk')).newPage()
  await page.goto('/desk/filings')
  const row = page.getByRole('region', { name: '立案审查' }).getByRole('link', { name: /样例庚诉样例辛/ })
  await tabTo(page, page.getByRole('link', { name: '跳到正文' }))
  await tabTo(page, page.getByLabel('搜索当事人、案由、案号'))
  await page.keyboard.type('样例庚')
  await pressOn(page, row)
  await pressOn(page, page.getByRole('button', { name: '一次性告知补正' }))
  await pressOn(page, page.getByRole('button', { name: '为被告住所地添加补正' }))
  const why = page.getByLabel(/^补正内容：被告/)
  await tabTo(page, why)
  await page.keyboard.press('Control+A')
  await page.keyboard.type('请写明门牌号')
  await pressOn(page, page.getByRole('button', { name: '告知补正（1 处）' }))
  const sure = page.getByRole('dialog', { name: '确认一次性告知补正' })
  await expect(sure.getByText('请写明门牌号')).toBeVisible()
  await pressOn(page, sure.getByRole('button', { name: '确认告知' }))
  await expect(sure).toBeHidden()
  await expect(page.getByRole('tab', { name: '待补正 1' })).toBeVisible()
  await page.context().close()
})

test('words are said, answered, addressed and taken back without a mouse', async ({ browser }) => {
  const page = await (await scene.judge.device(browser, 'desk')).newPage()
  await scene.plaintiff.say(scene.caseId, '请问何时开庭？')
  await page.goto('/desk/cases')
  await expect(page.getByRole('link', { name: /样例庚诉样例辛/ }).first()).toBeVisible()
  await page.keyboard.press('Control+K')
  await page.keyboard.type('样例庚')
  await expect(page.getByRole('option', { name: /样例庚诉样例辛/ }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  const space = new Space(page)
  await space.expectSaid('请问何时开庭')

  await pressOn(page, space.said('请问何时开庭').getByRole('button', { name: '消息操作' }))
  await pressOn(page, page.getByRole('dialog', { name: '消息操作' }).getByRole('button', { name: '引用' }))
  await expect(space.box).toBeFocused()
  await page.keyboard.type('下周三上午九点。')
  await page.keyboard.press('Control+Enter')
  await expect(space.said('下周三上午九点').getByRole('button', { name: /请问何时开庭/ })).toBeVisible()
  await expect(space.box).toBeFocused()

  await page.keyboard.type('@')
  await pressOn(page, page.getByRole('dialog', { name: '选择要提醒的人' }).getByRole('button', { name: /样例辛/ }))
  await expect(space.box).toBeFocused()
  await page.keyboard.type('请准时参加。')
  await page.keyboard.press('Control+Enter')
  await space.expectSaid('@样例辛 请准时参加。')

  await pressOn(page, space.said('请准时参加').getByRole('button', { name: '消息操作' }), 'Shift+Tab')
  await pressOn(page, page.getByRole('dialog', { name: '消息操作' }).getByRole('button', { name: '撤回' }))
  await expect(space.said('请准时参加')).toHaveCount(0)

  // A voice message: once to begin, once more to send.
  await pressOn(page, page.getByRole('button', { name: '切换到语音' }))
  await tabTo(page, page.getByRole('button', { name: '按住 说话' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: '上滑取消' })).toContainText('2"')
  await page.keyboard.press('Enter')
  await expect(space.voices()).toHaveCount(1)
  await page.context().close()
})
