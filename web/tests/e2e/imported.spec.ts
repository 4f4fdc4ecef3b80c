import { Court } from './court'
import { expect, test } from './fixtures'
import { expectNoFaults, shoot } from './look'
import { device, enrol, sample, signOn } from './people'

/** What the register calls the case in which 样例乙 is sued. */
const loan = '样例甲诉样例乙民间借贷纠纷'

test('whoever enrols finds the cases of the register that name them, and opens one with a tap', async ({ browser }) => {
  const court = await Court.start('--one-node')
  try {
    await court.importCases('cases.jsonl')
    const judge = await (await device(browser, court, 'desk')).newPage()
    await signOn(judge, '样例法官一', '/desk/cases')
    const judgesCases = judge.getByRole('region', { name: '法院登记的您的案件' })
    await expect(judgesCases.getByRole('button')).toHaveCount(1)
    await expect(judgesCases).toContainText('审限至')
    await expectNoFaults(judge, 'imported cases at the desk')

    const defendant = await (await device(browser, court, 'phone')).newPage()
    await defendant.goto('/m/sign-in')
    await defendant.getByRole('tab', { name: '首次使用' }).click()
    await enrol(defendant, court, sample('样例乙'))
    await defendant.goto('/m/cases')
    const cases = defendant.getByRole('region', { name: '法院登记的您的案件' })
    await expect(cases.getByRole('button')).toHaveCount(2)
    await expectNoFaults(defendant, 'imported cases on the phone')
    await shoot(defendant, 'phone-imported')
    await cases.getByRole('button', { name: '民初1024号' }).click()
    await expect(defendant).toHaveURL(/\/m\/cases\/[0-9A-Z]{13}/)
    await expect(defendant.getByText('1024号').first()).toBeVisible()
    await defendant.goto('/m/cases')
    await expect(defendant.getByRole('link', { name: loan })).toBeVisible()
    await expect(cases.getByRole('button')).toHaveCount(1)
    expect((await court.verify()).valid).toBe(true)
  } finally {
    await court.stop()
    court.forget()
  }
})

test('over two nodes the cases of the register come out when somebody whom they name enrols', async ({ browser }) => {
  const court = await Court.start()
  try {
    await court.importCases('cases.jsonl')
    const judge = await (await device(browser, court, 'desk')).newPage()
    await signOn(judge, '样例法官一', '/desk/cases')
    await expect(judge.getByRole('region', { name: '法院登记的您的案件' }).getByRole('button')).toHaveCount(1)

    const defendant = await (await device(browser, court, 'phone')).newPage()
    await defendant.goto('/m/sign-in')
    await defendant.getByRole('tab', { name: '首次使用' }).click()
    await enrol(defendant, court, sample('样例乙'))
    await defendant.goto('/m/cases')
    await defendant.getByRole('link', { name: loan }).click()
    await expect(defendant).toHaveURL(/\/m\/cases\/[0-9A-Z]{13}/)
    await shoot(defendant, 'phone-imported-two-nodes')
    await expectNoFaults(defendant, 'an imported case on the phone, over two nodes')

    await judge.reload()
    await expect(judge.getByText(loan).first()).toBeVisible()
    expect((await court.verify()).valid).toBe(true)
  } finally {
    await court.stop()
    court.forget()
  }
})
