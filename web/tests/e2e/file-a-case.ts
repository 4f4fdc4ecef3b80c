import { type Page, expect } from '@playwright/test'
import type { Person } from './people'
import type { Photo } from './photos'

export type StepShot = (step: string) => Promise<void>
export interface Suit {
  plaintiff: Person
  defendant: Person
  identity: Photo
  evidence: Photo
  domicileOfDefendant: string
  facts: string
}

const next = (page: Page) => page.getByRole('button', { name: '下一步' }).click()
const saved = (page: Page) => expect(page.getByRole('status').filter({ hasText: /^已保存/ })).toBeVisible()

/** From the home page to the end of the first half: court, cause and parties. */
export async function beginFiling(page: Page, suit: Suit, seen: StepShot): Promise<void> {
  await page.getByRole('button', { name: /民事一审/ }).click()
  await page.getByLabel('搜索法院或城市').fill('海曙')
  const court = page.getByRole('button', { name: /宁波市海曙区人民法院/ })
  await expect(court).toBeVisible()
  await seen('court')
  await court.click()
  await page.getByLabel(/用几个字搜索/).fill('民间借贷')
  const cause = page.getByRole('button', { name: /^民间借贷纠纷/ })
  await expect(cause).toBeVisible()
  await seen('cause')
  await cause.click()

  const plaintiff = page.getByRole('region', { name: '原告' })
  await plaintiff.getByRole('button', { name: new RegExp(suit.plaintiff.name) }).click()
  await plaintiff.getByLabel('公民身份号码').fill(suit.plaintiff.id_number)
  await plaintiff.getByLabel('手机号码').fill(suit.plaintiff.phone)
  await plaintiff.getByLabel('住所地').fill('浙江省宁波市海曙区样例路1号')
  await seen('parties')
  const defendant = page.getByRole('region', { name: '被告' })
  await defendant.getByRole('button', { name: /未填写的被告/ }).click()
  await defendant.getByLabel('姓名').fill(suit.defendant.name)
  await defendant.getByLabel('手机号码').fill(suit.defendant.phone)
  await defendant.getByLabel('住所地').fill(suit.domicileOfDefendant)
  await saved(page)
  await next(page)
}

/** The second half, on whatever device: claims with the fee, facts, papers. Ends on the page where all is checked. */
export async function finishFiling(page: Page, suit: Suit, seen: StepShot): Promise<void> {
  await page.getByLabel('第 1 项').fill('判令被告返还借款80000元')
  await page.getByRole('button', { name: '再加一项' }).click()
  await page.getByLabel('第 2 项').fill('判令被告支付利息4800元')
  await page.getByLabel('诉讼标的额（元）').fill('80000')
  // 50 yuan for the first 10 000 and 2.5 % of the other 70 000.
  await expect(page.getByText('1,800.00').first()).toBeVisible()
  await seen('claims')
  await next(page)
  await page.getByLabel('事实与理由').fill(suit.facts)
  await seen('facts')
  await next(page)
  await page.getByRole('region', { name: '身份证明' }).getByLabel('选择照片或文件').setInputFiles(suit.identity)
  await expect(page.getByRole('link', { name: `打开 ${suit.identity.name}` })).toBeVisible()
  await page.getByRole('region', { name: '证据材料' }).getByLabel('选择照片或文件').setInputFiles(suit.evidence)
  await expect(page.getByRole('link', { name: `打开 ${suit.evidence.name}` })).toBeVisible()
  await seen('attachments')
  await next(page)
  await saved(page)
}
