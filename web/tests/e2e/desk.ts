import { type Page, expect } from '@playwright/test'

/** Opens a filing of the review queue. */
export async function openFiling(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation', { name: '工作台导航' }).getByRole('link', { name: /^立案/ }).click()
  await page.getByRole('region', { name: '立案审查' }).getByRole('link', { name: new RegExp(title) }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

/** Gathers defects by pressing on the places of the complaint, and tells them all at once. */
export async function returnWith(page: Page, defects: { place: string; reason: string }[], seen: (what: string) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: '一次性告知补正' }).click()
  for (const { place, reason } of defects) {
    await page.getByRole('button', { name: `为${place}添加补正` }).click()
    await page.getByLabel(/^补正内容/).last().fill(reason)
  }
  await seen('desk-correction')
  await page.getByRole('button', { name: `告知补正（${defects.length} 处）` }).click()
  const sure = page.getByRole('dialog', { name: '确认一次性告知补正' })
  for (const { reason } of defects) await expect(sure.getByText(reason)).toBeVisible()
  await sure.getByRole('button', { name: '确认告知' }).click()
  await expect(sure).toBeHidden()
}

/** Files the case with a judge that is picked and the clerk with the least load; gives its number. */
export async function register(page: Page, judge: string, seen: (what: string) => Promise<void>): Promise<string> {
  await page.getByRole('toolbar', { name: '审查决定' }).getByRole('button', { name: '立案', exact: true }).click()
  const panel = page.getByRole('region', { name: '立案', exact: true })
  await panel.getByRole('radio', { name: '简易程序' }).check()
  await panel.getByRole('group', { name: '承办法官' }).getByRole('radio', { name: new RegExp(judge) }).check()
  await seen('desk-register')
  await panel.getByRole('button', { name: '确认立案' }).click()
  const card = page.getByRole('status', { name: '已立案，案号' })
  const number = await card.getByText(/^[（(]\d{4}[）)]浙0203民初\d+号$/).textContent()
  await seen('desk-registered')
  return number!
}

const panel = (page: Page) => page.getByRole('complementary', { name: '案件面板' })
/** A tab of the panel beside the space. */
export async function turnTo(page: Page, tab: '当事人' | '案件信息' | '控制'): Promise<void> {
  await panel(page).getByRole('tab', { name: tab }).click()
}
export async function mute(page: Page, name: string, reason: string): Promise<void> {
  await turnTo(page, '当事人')
  await panel(page).getByRole('listitem').filter({ hasText: name }).getByRole('button', { name: '禁言', exact: true }).click()
  const sheet = page.getByRole('dialog', { name: `禁言 ${name}` })
  await sheet.getByRole('textbox', { name: '理由' }).fill(reason)
  await sheet.getByRole('button', { name: '禁言', exact: true }).click()
  await expect(sheet).toBeHidden()
}
export async function unmute(page: Page, name: string): Promise<void> {
  await panel(page).getByRole('listitem').filter({ hasText: name }).getByRole('button', { name: '解除禁言' }).click()
}
export async function closeFloor(page: Page, reason: string): Promise<void> {
  await turnTo(page, '控制')
  await panel(page).getByLabel('暂停理由').fill(reason)
  await panel(page).getByRole('button', { name: '暂停发言' }).click()
}
export async function openFloor(page: Page): Promise<void> {
  await panel(page).getByRole('button', { name: '恢复发言' }).click()
}
export async function setQuietHours(page: Page, from: string, to: string): Promise<void> {
  await panel(page).getByLabel('开始').fill(from)
  await panel(page).getByLabel('结束').fill(to)
  await panel(page).getByRole('button', { name: '设置', exact: true }).click()
}
export async function clearQuietHours(page: Page): Promise<void> {
  await panel(page).getByRole('button', { name: '取消时段' }).click()
}
/** Flags the case, or takes flags off. */
export async function flag(page: Page, flags: string[], reason: string, seen: (what: string) => Promise<void>): Promise<void> {
  await turnTo(page, '控制')
  await panel(page).getByRole('button', { name: '标记案件…' }).click()
  const sheet = page.getByRole('dialog', { name: '标记案件' })
  for (const name of flags) await sheet.getByRole('checkbox', { name: new RegExp(name) }).click()
  await expect(sheet.getByRole('button', { name: '确认标记' })).toBeDisabled()
  await sheet.getByLabel(/^理由/).fill(reason)
  await seen('desk-flags')
  await sheet.getByRole('button', { name: '确认标记' }).click()
  await expect(sheet).toBeHidden()
}
export async function closeCase(page: Page, outcome: string, note: string, seen: (what: string) => Promise<void>): Promise<void> {
  await turnTo(page, '控制')
  await panel(page).getByRole('button', { name: /^结案/ }).click()
  const sheet = page.getByRole('dialog', { name: /^结案/ })
  await sheet.getByRole('radio', { name: outcome }).check()
  await sheet.getByLabel(/^说明/).fill(note)
  await sheet.getByRole('checkbox', { name: '我已了解，确认结案' }).check()
  await seen('desk-closing')
  await sheet.getByRole('button', { name: '确认结案' }).click()
  await expect(sheet).toBeHidden()
}
