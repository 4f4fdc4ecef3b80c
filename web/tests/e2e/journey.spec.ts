import type { BrowserContext, Page } from '@playwright/test'
import { type Suit, beginFiling, finishFiling } from './file-a-case'
import { expect, test } from './fixtures'
import { expectNoFaults, expectNoSidewaysScrolling, shoot } from './look'
import { device, enrol, sample, signIn } from './people'
import { loanPapers, photosOf } from './photos'

const plaintiff = sample('样例甲')
const defendant = sample('样例乙')

test.describe.serial('a loan case from the phone to its end', () => {
  let suit: Suit
  let plaintiffPhone: BrowserContext
  let mine: Page
  let draftPath = ''
  const look = async (page: Page, name: string) => {
    await shoot(page, name)
    await expectNoSidewaysScrolling(page, name)
  }

  test.beforeAll(async ({ browser, court }) => {
    const [identity, evidence] = await photosOf(browser, [{ name: '身份证.jpg', title: '居民身份证（样例）', lines: ['姓名  样例甲', '此证为样例，不属于任何人'] }, loanPapers[0]!])
    suit = {
      plaintiff, defendant, identity: identity!, evidence: evidence!, domicileOfDefendant: '宁波市',
      facts: '2025年3月1日，被告向原告借款80000元并出具借条，约定借期一年，年利率百分之六。借款到期后，原告多次催要，被告至今未还。',
    }
    plaintiffPhone = await device(browser, court, 'phone')
    mine = await plaintiffPhone.newPage()
  })

  test('a stranger opens the court, wants to file, and enrols with name, number and code', async ({ court }) => {
    await mine.goto('/')
    await expect(mine.getByRole('heading', { level: 1 })).toBeVisible()
    await look(mine, 'phone-home-stranger')
    await mine.getByRole('link', { name: '我要立案' }).click()
    await mine.getByRole('tab', { name: '首次使用' }).click()
    await look(mine, 'phone-enrol')
    await expectNoFaults(mine, 'enrolment')
    await enrol(mine, court, plaintiff)
    await expect(mine.getByRole('heading', { name: '我要立案' })).toBeVisible()
    await look(mine, 'phone-new-filing')
  })

  test('what is typed is kept by itself, and the filing goes on on another device', async ({ browser, court }) => {
    await beginFiling(mine, suit, (step) => look(mine, `phone-wizard-${step}`))
    draftPath = new URL(mine.url()).pathname
    const tablet = await device(browser, court, 'smallPhone')
    const other = await tablet.newPage()
    await signIn(other, court, plaintiff)
    await other.goto('/m/filings')
    await other.getByRole('link', { name: /样例甲 诉 样例乙/ }).click()
    await expect(other.getByText('浙江省宁波市海曙区样例路1号')).toBeVisible()
    await other.getByRole('button', { name: '请至少填写一项诉讼请求' }).click()
    await finishFiling(other, suit, async (step) => {
      await look(other, `phone-wizard-${step}`)
      await expectNoFaults(other, `the step ${step}`)
    })
    await look(other, 'phone-wizard-check')
    await tablet.close()
  })

  test('handing it in gives a receipt at once, which the phone itself verifies', async () => {
    await mine.goto(draftPath.replace(/\/[a-z]+$/, '/check'))
    await expect(mine.getByText('必填内容已齐全')).toBeVisible()
    await expect(mine.getByText('借条.jpg')).toBeVisible()
    await mine.getByRole('button', { name: '提交立案' }).click()
    await expect(mine.getByText('已提交，法院已收到')).toBeVisible()
    await expect(mine.getByText('签名有效')).toBeVisible()
    await look(mine, 'phone-receipt')
    await expectNoFaults(mine, 'the receipt')
  })
})
