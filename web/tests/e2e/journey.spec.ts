import type { BrowserContext, Page } from '@playwright/test'
import * as desk from './desk'
import { type Suit, beginFiling, finishFiling } from './file-a-case'
import { expect, test } from './fixtures'
import { expectNoFaults, expectNoSidewaysScrolling, shoot, shootForReadme } from './look'
import { device, enrol, sample, signIn, signOn } from './people'
import { type Photo, loanPapers, photosOf } from './photos'
import { Space } from './space'

const plaintiff = sample('样例甲')
const defendant = sample('样例乙')
const judge = '样例法官一'
const title = '样例甲诉样例乙民间借贷纠纷'
const tooVague = '住所地不够明确，请写明到门牌号'
const noSum = '请写明利息的计算方式和起止日期'

test.describe.serial('a loan case from the phone to its end', () => {
  let suit: Suit
  let plaintiffPhone: BrowserContext
  let mine: Page
  let draftPath = ''
  let caseId = ''
  let officer: Page
  let number = ''
  let theirs: Page
  let bench: Page
  let transfer: Photo
  const spaces = () => ({ mine: new Space(mine), theirs: new Space(theirs), bench: new Space(bench) })
  const look = async (page: Page, name: string) => {
    await shoot(page, name)
    await expectNoSidewaysScrolling(page, name)
  }

  let casesBefore = 0
  test.beforeAll(async ({ browser, court }) => {
    casesBefore = (await court.verify()).cases
    const [identity, evidence, record] = await photosOf(browser, [{ name: '身份证.jpg', title: '居民身份证（样例）', lines: ['姓名  样例甲', '此证为样例，不属于任何人'] }, ...loanPapers])
    transfer = record!
    suit = {
      plaintiff, defendant, identity: identity!, evidence: evidence!, domicileOfDefendant: '宁波市',
      facts: '2025年3月1日，被告向原告借款80000元并出具借条，约定借期一年，年利率百分之六。借款到期后，原告多次催要，被告至今未还。',
    }
    // This phone has the app installed: it opens without a network.
    plaintiffPhone = await device(browser, court, 'phone', { serviceWorkers: 'allow' })
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
    caseId = /\/m\/filings\/(\w+)/.exec(mine.url())![1]!
  })

  test('the filing officer returns it with both defects at once', async ({ browser, court }) => {
    officer = await (await device(browser, court, 'desk')).newPage()
    await signOn(officer, '样例立案员', '/desk')
    await desk.openFiling(officer, title)
    await shoot(officer, 'desk-review')
    await expectNoFaults(officer, 'the review of a filing')
    await desk.returnWith(officer, [
      { place: '被告住所地', reason: tooVague },
      { place: '第2项诉讼请求', reason: noSum },
    ], (what) => shoot(officer, what))
  })

  test('the plaintiff finds each defect at its field and hands the filing in again', async () => {
    await mine.goto(`/m/filings/${caseId}`)
    const told = mine.getByRole('region', { name: '补正通知' })
    await expect(told.getByRole('listitem')).toHaveText([tooVague, noSum])
    await look(mine, 'phone-filing-returned')
    await told.getByRole('link', { name: '去补正' }).click()
    await mine.getByRole('button', { name: tooVague }).click()
    const domicile = mine.getByRole('region', { name: '被告' }).getByLabel('住所地')
    await expect(domicile).toBeFocused()
    await expect(domicile).toHaveAccessibleDescription(new RegExp(tooVague))
    await look(mine, 'phone-correct-parties')
    await domicile.fill('浙江省宁波市海曙区样例路2号')
    await mine.getByRole('button', { name: '去核对' }).click()
    await mine.getByRole('button', { name: noSum }).click()
    const claim = mine.getByLabel('第 2 项')
    await expect(claim).toBeFocused()
    await expect(claim).toHaveAccessibleDescription(new RegExp(noSum))
    await claim.fill('判令被告支付自2025年3月1日起至2026年3月1日止按年利率6%计算的利息4800元')
    await mine.getByRole('button', { name: '去核对' }).click()
    await mine.getByRole('button', { name: '重新提交' }).click()
    await expect(mine.getByText('已提交，法院已收到')).toBeVisible()
    await expect(mine.getByText('签名有效')).toHaveCount(2)
    await look(mine, 'phone-filing-resubmitted')
  })

  test('the officer accepts it, and the number is there for both', async () => {
    await officer.goto('/desk/filings')
    await desk.openFiling(officer, title)
    number = await desk.register(officer, judge, (what) => shoot(officer, what))
    await mine.reload()
    await expect(mine.getByText(number)).not.toHaveCount(0)
    await look(mine, 'phone-filing-registered')
  })

  test('the defendant comes in by the link of the SMS, after enrolling', async ({ browser, court }) => {
    const text = await court.message(defendant.phone, /\/j\//)
    theirs = await (await device(browser, court, 'smallPhone')).newPage()
    await theirs.goto(new URL(/http\S+\/j\/[\w-]+/.exec(text)![0]).pathname)
    await expect(theirs.getByText(number)).toBeVisible()
    await look(theirs, 'phone-invitation')
    await theirs.getByRole('button', { name: '首次使用：实名认证后加入' }).click()
    await enrol(theirs, court, defendant)
    await theirs.getByRole('button', { name: `以 ${defendant.name} 的身份加入` }).click()
    await expect(new Space(theirs).list).toBeVisible()
    await expect(theirs.getByRole('button', { name: new RegExp(number.slice(6)) })).toBeVisible()
  })

  test('the space is open to all: text, voice, photo and place, seen by the others at once', async ({ browser, court }) => {
    bench = await (await device(browser, court, 'desk')).newPage()
    await signOn(bench, judge, '/desk/cases')
    await bench.getByRole('region', { name: '案件列表' }).getByRole('link', { name: new RegExp(title) }).click()
    await mine.getByRole('link', { name: '进入案件空间' }).click()
    const at = spaces()
    await expect(at.mine.list).toBeVisible()
    await at.bench.sayAndArrive('各方好，我是本案承办法官。请双方在空间内陈述意见、提交材料。')
    await at.mine.expectSaid('各方好')
    await at.theirs.expectSaid('各方好')
    await at.theirs.say('借款属实，但已通过微信还了20000元，有记录。')
    await at.mine.expectSaid('借款属实')
    await at.bench.expectSaid('借款属实')

    await at.mine.talk()
    await expect(at.theirs.voices()).toHaveCount(1)
    await expect(at.bench.voices()).toHaveCount(1)
    await at.theirs.talk()
    await expect(at.mine.voices()).toHaveCount(2)

    await at.mine.sendPhoto(transfer)
    await expect(at.theirs.photosBy(plaintiff.name)).toHaveCount(1)
    await at.theirs.sendPhoto(transfer)
    await expect(at.mine.photosBy(defendant.name)).toHaveCount(1)
    await expect(at.bench.list.getByRole('button', { name: /的图片/ })).toHaveCount(2)

    await at.mine.openPanel()
    await look(mine, 'phone-plus-panel')
    await at.mine.sendLocation('海曙区人民法院东门')
    await at.theirs.openPanel()
    await at.theirs.sendLocation('样例路2号')
    await expect(at.mine.place('样例路2号')).toBeVisible()
    await expect(at.theirs.place('海曙区人民法院东门')).toBeVisible()
    await expect(at.bench.place('样例路2号')).toBeVisible()
  })

  test('a voice message is Opus, as it was recorded, for everyone in the case', async () => {
    const voice = await theirs.evaluate(async (id) => {
      const page = await (await fetch(`/api/cases/${id}/entries?limit=50`)).json() as { entries: { body: { content?: { type: string; blob: { sha256: string; media_type: string } } } }[] }
      const found = page.entries.map((one) => one.body.content).find((one) => one?.type === 'voice')!
      const bytes = new Uint8Array(await (await fetch(`/api/cases/${id}/blobs/${found.blob.sha256}`)).arrayBuffer())
      return { media_type: found.blob.media_type, opus: new TextDecoder('latin1').decode(bytes).includes('OpusHead') }
    }, caseId)
    expect(voice).toEqual({ media_type: 'audio/webm', opus: true })
  })

  test('who has read, who is meant, what is answered and what is taken back', async () => {
    const at = spaces()
    await at.mine.sayAndArrive('我补充一份转账记录，请法庭核对。')
    const read = at.mine.said('我补充一份').getByRole('button', { name: '2 人已读' })
    await expect(read).toBeVisible()
    await read.click()
    await expect(mine.getByRole('dialog', { name: '阅读情况' }).getByText(defendant.name)).toBeVisible()
    await shoot(mine, 'phone-readers')
    await mine.keyboard.press('Escape')

    await at.mine.box.pressSequentially('@')
    await mine.getByRole('dialog', { name: '选择要提醒的人' }).getByRole('button', { name: new RegExp(defendant.name) }).click()
    await expect(at.mine.box).toHaveValue(new RegExp(`@${defendant.name}`))
    await at.mine.box.pressSequentially('这笔借款您认可吗？')
    await mine.getByRole('button', { name: '发送', exact: true }).click()
    await at.theirs.expectSaid(`@${defendant.name}`)

    const menu = await at.theirs.menuOf('这笔借款您认可吗')
    await menu.getByRole('button', { name: '引用' }).click()
    await at.theirs.say('认可收到80000元。')
    await expect(at.mine.said('认可收到').getByRole('button', { name: /这笔借款您认可吗/ })).toBeVisible()

    await at.theirs.sayAndArrive('这句话说错了')
    await at.mine.expectSaid('这句话说错了')
    await (await at.theirs.menuOf('这句话说错了')).getByRole('button', { name: '撤回' }).click()
    await expect(at.mine.said('这句话说错了')).toHaveCount(0)
    await expect(at.bench.list.getByText(`${defendant.name} 撤回了一条消息`)).toBeVisible()
    // What was seen here is no longer unread in the list beside it.
    await expect(bench.getByRole('navigation', { name: '工作台导航' }).getByText(/条未读/)).toHaveCount(0)
    await expect(at.mine.said('这笔借款您认可吗').getByRole('button', { name: '2 人已读' })).toBeVisible()
    await expect(at.mine.list.getByText('撤回了一条消息').last()).toBeInViewport({ ratio: 1 })
    await expect(at.theirs.list.getByText('撤回了一条消息').last()).toBeInViewport({ ratio: 1 })
    for (const space of [at.mine, at.theirs, at.bench]) await space.box.blur()
    await look(mine, 'phone-space')
    await look(theirs, 'phone-space-360')
    await shoot(bench, 'desk-space')
    await shootForReadme(mine, 'space')
    await shootForReadme(bench, 'desk')
  })

  test('without a network a message waits, says so, survives a reload and goes out by itself', async () => {
    const at = spaces()
    await expect.poll(() => mine.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
    await plaintiffPhone.setOffline(true)
    await at.mine.say('地铁里写的：我同意调解。')
    await expect(at.mine.said('我同意调解').getByRole('status')).toContainText('联网后自动')
    await mine.reload()
    await expect(at.mine.said('我同意调解').getByRole('status')).toContainText('联网后自动')
    await look(mine, 'phone-space-offline')
    await expect(at.theirs.said('我同意调解')).toHaveCount(0)
    await plaintiffPhone.setOffline(false)
    await at.theirs.expectSaid('我同意调解')
    await at.bench.expectSaid('我同意调解')
    await expect(at.mine.said('我同意调解').getByRole('status')).toHaveCount(0)
    await expect(at.mine.said('我同意调解')).toHaveCount(1)
  })

  test('the judge takes the word, gives it back, closes the floor and sets quiet hours', async () => {
    const at = spaces()
    await desk.mute(bench, defendant.name, '发言与本案无关')
    await expect(theirs.getByText('您被暂停发言')).toBeVisible()
    await expect(at.theirs.box).toBeHidden()
    await look(theirs, 'phone-space-muted')
    await shoot(bench, 'desk-parties')
    await desk.unmute(bench, defendant.name)
    await at.theirs.sayAndArrive('谢谢法官，我会注意。')

    await desk.closeFloor(bench, '法庭合议')
    await expect(mine.getByText('法官已暂停各方发言')).toBeVisible()
    await expect(theirs.getByText('法官已暂停各方发言')).toBeVisible()
    await at.bench.sayAndArrive('法庭现在合议。')
    await desk.openFloor(bench)
    await expect(at.mine.box).toBeVisible()

    const hour = (by: number) => `${String((Number(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(11, 13)) + by) % 24).padStart(2, '0')}:00`
    await desk.setQuietHours(bench, hour(23), hour(2))
    await expect(mine.getByText(`免打扰时段 ${hour(23)}–${hour(2)}`)).toBeVisible()
    await shoot(bench, 'desk-controls')
    await expectNoFaults(bench, 'the case at the desk')
    await desk.clearQuietHours(bench)
    await expect(at.theirs.box).toBeVisible()
  })

  test('the judge flags the case, which the parties neither see nor notice', async () => {
    const at = spaces()
    await desk.flag(bench, ['不公开审理'], '原告申请不公开审理', async (what) => {
      await shoot(bench, what)
      await expectNoFaults(bench, 'flagging a case')
    })
    const controls = bench.getByRole('complementary', { name: '案件面板' })
    await expect(controls.getByText('不公开审理')).toBeVisible()
    await expect(at.bench.list.getByText('标记了案件：不公开审理（原告申请不公开审理）')).toBeVisible()
    await at.mine.sayAndArrive('收到，谢谢。')
    for (const list of [at.mine.list, at.theirs.list]) await expect(list.getByText('标记')).toHaveCount(0)
  })

  test('the judge closes the case: everybody reads the outcome, nobody writes', async () => {
    const at = spaces()
    await desk.closeCase(bench, '调解', '双方自愿达成调解协议。', (what) => shoot(bench, what))
    for (const space of [at.mine, at.theirs]) {
      await expect(space.page.getByText(/案件已于.*结案，空间只读/)).toBeVisible()
      await expect(space.box).toBeHidden()
      await expect(space.list.getByText('案件已结案').first()).toBeVisible()
    }
    await expect(at.bench.box).toBeHidden()
    // The end is where everybody is, however much the page around it has changed.
    for (const space of [at.mine, at.theirs, at.bench]) await expect(space.page.getByRole('button', { name: '最新消息' })).toHaveCount(0)
    await look(mine, 'phone-space-closed')
    await shoot(bench, 'desk-closed')
  })

  test('the log verifies, and nothing that was said or typed can be read in the data directory', async ({ court }) => {
    // Other journeys may have used the same court before.
    expect(await court.verify()).toMatchObject({ valid: true, cases: casesBefore + 1, bad: null })
    // The search itself finds what is there in clear.
    expect(court.traces(['SQLite format 3'])).toHaveLength(1)
    expect(court.traces([
      plaintiff.name, defendant.name, plaintiff.id_number, defendant.id_number, plaintiff.phone, defendant.phone,
      '借款属实', '我补充一份转账记录', '这句话说错了', '我同意调解', '海曙区人民法院东门', '样例路2号', tooVague, '双方自愿达成调解协议',
    ])).toEqual([])
  })
})
