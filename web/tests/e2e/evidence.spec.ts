import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, type Page, expect, test } from '@playwright/test'
import type { components } from '../../src/api/schema'
import { Caller } from './api'
import { Court } from './court'
import { expectNoFaults, expectNoSidewaysScrolling, shoot } from './look'
import { sample, signOn } from './people'
import { type Photo, photosOf } from './photos'
import { freePorts } from './ports'
import { type Scene, loanCase } from './scene'
import { Space } from './space'

type Schemas = components['schemas']

const recording = readFileSync(fileURLToPath(new URL('../../../testdata/media/tone-1500ms.webm', import.meta.url)))

/** A PDF file of `n` pages with a number on each. */
function pdf(n: number, words: string): Buffer {
  const parts: string[] = ['%PDF-1.4\n']
  const places: number[] = []
  const add = (number: number, body: string) => { places[number] = Buffer.byteLength(parts.join('')); parts.push(`${number} 0 obj\n${body}\nendobj\n`) }
  add(1, '<< /Type /Catalog /Pages 2 0 R >>')
  add(2, `<< /Type /Pages /Count ${n} /Kids [${Array.from({ length: n }, (_, at) => `${4 + at * 2} 0 R`).join(' ')}] >>`)
  add(3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  for (let at = 0; at < n; at += 1) {
    const stream = `BT /F1 28 Tf 90 700 Td (${words} ${at + 1}) Tj ET`
    add(4 + at * 2, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + at * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`)
    add(5 + at * 2, `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`)
  }
  const table = Buffer.byteLength(parts.join(''))
  const count = 4 + n * 2
  parts.push(`xref\n0 ${count}\n0000000000 65535 f \n${Array.from({ length: count - 1 }, (_, at) => `${String(places[at + 1]).padStart(10, '0')} 00000 n \n`).join('')}`)
  parts.push(`trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`)
  return Buffer.from(parts.join(''))
}

interface Handed { name: string; purpose: string; photos?: Photo[]; file?: Photo; restricted?: string; lateReason?: string }

/** Hands an exhibit in on the phone, from the list of evidence; ends on the receipt. */
async function handIn(page: Page, caseId: string, what: Handed, seen: (step: string) => Promise<void> = async () => {}): Promise<void> {
  await page.goto(`/m/cases/${caseId}/evidence`)
  await page.getByRole('link', { name: '提交证据' }).click()
  if (what.photos) await page.getByLabel('相册', { exact: true }).setInputFiles(what.photos)
  if (what.file) await page.getByLabel('文件', { exact: true }).setInputFiles(what.file)
  await page.getByLabel('证据名称').fill(what.name)
  await page.getByLabel('证明目的').fill(what.purpose)
  await page.getByLabel('证据来源').fill('本人手机保存')
  if (what.restricted) {
    await page.getByLabel('涉及商业秘密或隐私，申请限制查阅').check()
    await page.getByLabel('为什么要限制查阅').fill(what.restricted)
  }
  if (what.lateReason) await page.getByLabel('逾期提交的理由').fill(what.lateReason)
  await seen('form')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText('证据已提交')).toBeVisible()
  await expect(page.getByText('签名有效')).toBeVisible()
  await seen('receipt')
}

/** Opens an exhibit of another side and gives an opinion with three taps. */
async function agree(page: Page, caseId: string, label: string): Promise<void> {
  await openExhibit(page, caseId, label)
  await page.getByRole('button', { name: '发表质证意见' }).click()
  await page.getByRole('button', { name: '三性均无异议' }).click()
  await page.getByRole('button', { name: '我已了解，提交' }).click()
  await expect(page.getByText('质证意见已提交').last()).toBeVisible()
}
async function openExhibit(page: Page, caseId: string, label: string): Promise<void> {
  await page.goto(`/m/cases/${caseId}/evidence`)
  await page.getByRole('tab', { name: new RegExp(label.startsWith('原告') ? '^原告证据' : '^被告证据') }).click()
  await page.getByRole('link', { name: new RegExp(`^${label} ·`) }).click()
  await expect(page.getByRole('heading', { level: 1, name: label })).toBeVisible()
}
/** The first day in Beijing, `n` days from now or later, that is no weekend. */
function workday(n: number): string {
  const day = new Date(Date.now() + 8 * 3_600_000 + n * 86_400_000)
  while (day.getUTCDay() === 0 || day.getUTCDay() === 6) day.setUTCDate(day.getUTCDate() + 1)
  return day.toISOString().slice(0, 10)
}

test.describe.serial('evidence from both sides to the ruling', () => {
  let court: Court
  let scene: Scene
  let contexts: BrowserContext[] = []
  let mine: Page
  let theirs: Page
  let bench: Page
  let photos: Photo[] = []
  const secret = '金丝雀客户名单'
  const board = (who: Caller) => who.get<Schemas['EvidenceBoard']>(`/api/cases/${scene.caseId}/evidence`)
  const look = async (page: Page, name: string) => { await shoot(page, name); await expectNoSidewaysScrolling(page, name) }

  test.beforeAll(async ({ browser }) => {
    court = await Court.start('--port', String(await freePorts()))
    scene = await loanCase(browser, court, { plaintiff: '样例甲', defendant: '样例乙', judge: ['judge-1', '样例法官一'], agent: '样例丙' })
    photos = await photosOf(browser, [1, 2, 3, 4, 5, 6].map((n) => ({ name: `第${n}页.jpg`, title: `借款合同（第${n}页）`, lines: ['出借人：样例甲', '借款人：样例乙', '金额：人民币捌万元整'] })))
    contexts = [await scene.plaintiff.device(browser, 'phone'), await scene.defendant.device(browser, 'phone'), await scene.judge.device(browser, 'desk')]
    ;[mine, theirs, bench] = await Promise.all(contexts.map((one) => one.newPage())) as [Page, Page, Page]
    await Promise.all([scene.plaintiff, scene.defendant].map((one) => one.there(`/api/cases/${scene.caseId}/evidence`)))
  })
  test.afterAll(async () => {
    for (const one of contexts) await one.close()
    await court.stop()
    court.forget()
  })

  test('the judge sets the period and an asynchronous exchange', async () => {
    await bench.goto(`/desk/cases/${scene.caseId}/evidence`)
    await bench.getByRole('button', { name: '设定举证期限' }).click()
    const sheet = bench.getByRole('dialog', { name: '设定举证期限' })
    // A short one, so that its end can be seen below while everybody is still signed on.
    await sheet.getByLabel('举证期限届满日').fill(workday(1))
    await sheet.getByLabel('质证意见期限').fill(workday(3))
    await shoot(bench, 'desk-evidence-period')
    await sheet.getByRole('button', { name: /^(设定|确定)/ }).click()
    await expect(sheet).toBeHidden()
    await expect.poll(async () => (await board(scene.plaintiff)).periods.length).toBe(1)
    await mine.goto(`/m/cases/${scene.caseId}/evidence`)
    await expect(mine.getByText(/举证期限至/)).toBeVisible()
    await look(mine, 'phone-evidence-empty')
  })

  test('both sides hand in three exhibits each: several photographed pages, a recording, a PDF file', async () => {
    await handIn(mine, scene.caseId, { name: '借款合同', purpose: '证明双方约定借款八万元', photos: photos.slice(0, 3) }, async (step) => {
      if (step === 'form') {
        await mine.getByRole('button', { name: '旋转、裁剪第 2 页' }).click()
        const editor = mine.getByRole('dialog', { name: /第 2 页/ })
        await editor.getByRole('button', { name: '向右转' }).click()
        await shoot(mine, 'phone-evidence-turn')
        await editor.getByRole('button', { name: '完成' }).click()
        await mine.getByRole('button', { name: '前移第 3 页' }).click()
        await expectNoFaults(mine, 'handing in an exhibit')
      }
      await look(mine, `phone-evidence-${step}`)
    })
    const voice: Photo = { name: '通话录音.webm', mimeType: 'audio/webm', buffer: recording }
    await handIn(mine, scene.caseId, { name: '通话录音', purpose: '证明被告承认欠款', file: voice })
    await handIn(mine, scene.caseId, { name: '银行流水', purpose: '证明款项已经交付', file: { name: '流水.pdf', mimeType: 'application/pdf', buffer: pdf(4, 'Statement') } })
    await handIn(theirs, scene.caseId, { name: '还款记录照片', purpose: '证明已归还两万元', photos: photos.slice(3, 5) })
    await handIn(theirs, scene.caseId, { name: '催款录音', purpose: '证明催款方式', file: voice })
    await handIn(theirs, scene.caseId, { name: secret, purpose: `${secret}的用途`, file: { name: '名单.pdf', mimeType: 'application/pdf', buffer: pdf(2, 'Customers') }, restricted: '含有未公开的客户资料' })
    await expect.poll(async () => (await board(scene.judge)).exhibits.length).toBe(6)
    const labels = (await board(scene.judge)).exhibits.map((one) => one.label)
    expect(labels).toEqual(expect.arrayContaining(['原告证据1', '原告证据2', '原告证据3', '被告证据1', '被告证据2', '被告证据3']))
  })

  test('the turned page and the order of pages are how it is read, and the files are what was handed in', async () => {
    const contract = (await board(scene.defendant)).exhibits.find((one) => one.label === '原告证据1')!
    const digests = await Promise.all([photos[0]!, photos[2]!, photos[1]!].map(async (photo) => Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(photo.buffer))).toString('hex')))
    expect(contract.form.pages.map((page) => page.blob.sha256)).toEqual(digests)
    expect(contract.form.pages.map((page) => page.turn_degrees ?? 0)).toEqual([0, 0, 90])
  })

  test('an exhibit that was asked to be restricted is nowhere for the other side', async () => {
    await scene.judge.there(`/api/cases/${scene.caseId}/evidence`)
    const own = (await board(scene.defendant)).exhibits.find((one) => one.form.name === secret)!
    const blob = own.form.pages[0]!.blob.sha256
    const exhibit = own.exhibit
    await bench.goto(`/desk/cases/${scene.caseId}/evidence`)
    await bench.getByRole('row', { name: /被告证据3/ }).click()
    await bench.getByRole('button', { name: /限制查阅/ }).click()
    const sheet = bench.getByRole('dialog', { name: /限制查阅/ })
    await sheet.getByLabel(/^理由/).fill('含有商业秘密，仅供法庭审查')
    await shoot(bench, 'desk-evidence-restrict')
    await sheet.getByRole('button', { name: /确认|确定/ }).click()
    await expect(sheet).toBeHidden()
    await expect.poll(async () => (await board(scene.defendant)).exhibits.find((one) => one.form.name === secret)!.restriction?.decided).toBe(true)

    const addresses = ['evidence', 'evidence/list', 'entries?limit=500', 'file', 'agenda', 'applications']
    for (const address of addresses) {
      const text = JSON.stringify(await scene.plaintiff.get(`/api/cases/${scene.caseId}/${address}`))
      expect(text, address).not.toContain(secret)
      expect(text, address).not.toContain(blob)
    }
    expect(JSON.stringify(await scene.plaintiff.get(`/api/cases?q=${encodeURIComponent(secret)}`))).not.toContain(secret)
    await mine.goto(`/m/cases/${scene.caseId}/evidence`)
    await mine.getByRole('tab', { name: /^被告证据/ }).click()
    await expect(mine.getByRole('link', { name: /^被告证据2 ·/ })).toBeVisible()
    await expect(mine.getByText(secret)).toHaveCount(0)
    await mine.goto(`/m/cases/${scene.caseId}/evidence/${exhibit.seq}`)
    await expect(mine.getByText('没有这件证据，或者您不能查阅')).toBeVisible()
    const status = await mine.evaluate(async (path) => (await fetch(path)).status, `/api/cases/${scene.caseId}/blobs/${blob}`)
    expect(status).toBe(404)
    await mine.goto(`/m/cases/${scene.caseId}`)
    await expect(new Space(mine).list).toBeVisible()
    await expect(mine.getByText(secret)).toHaveCount(0)
  })

  test('both sides cross-examine on their phones when it suits them', async () => {
    await agree(theirs, scene.caseId, '原告证据1')
    await look(theirs, 'phone-evidence-opined')
    await theirs.getByRole('button', { name: /^下一件/ }).click()
    await theirs.getByRole('button', { name: '对真实性无异议，对证明目的有异议' }).click()
    await look(theirs, 'phone-evidence-opinion')
    await expectNoFaults(theirs, 'giving an opinion')
    await theirs.getByRole('button', { name: /我已了解，提交|提交质证意见/ }).click()
    await expect(theirs.getByText('质证意见已提交').last()).toBeVisible()
    await agree(theirs, scene.caseId, '原告证据3')
    await agree(mine, scene.caseId, '被告证据1')
    await openExhibit(mine, scene.caseId, '被告证据2')
    await mine.getByRole('button', { name: '发表质证意见' }).click()
    await mine.getByRole('button', { name: '需核对原件' }).first().click()
    await mine.getByRole('button', { name: /我已了解，提交|提交质证意见/ }).click()
    await expect(mine.getByText('质证意见已提交').last()).toBeVisible()
    await expect.poll(async () => (await board(scene.judge)).tally.n_waiting).toBe(1)
    const tally = (await board(scene.judge)).tally
    expect({ undisputed: tally.n_undisputed, disputed: tally.n_disputed, original: tally.n_need_original }).toEqual({ undisputed: 3, disputed: 1, original: 1 })
    // The side that is shut out counts what it knows of.
    expect((await board(scene.plaintiff)).tally.n_exhibits).toBe(5)
  })

  test('the judge rules, and the board says so to everybody', async () => {
    await bench.goto(`/desk/cases/${scene.caseId}/evidence`)
    await expect(bench.getByRole('row', { name: /原告证据1/ })).toBeVisible()
    await shoot(bench, 'desk-evidence-grid')
    await expectNoFaults(bench, 'the grid of evidence')
    for (const [label, ruling, reason] of [['原告证据1', '采信', ''], ['原告证据2', '部分采信', '录音完整，但不能单独证明借款金额'], ['被告证据1', '不予采信', '与待证事实没有关联']] as const) {
      await bench.getByRole('row', { name: new RegExp(label) }).click()
      await bench.getByRole('complementary', { name: label }).getByRole('button', { name: '认定' }).click()
      const sheet = bench.getByRole('dialog', { name: new RegExp(label) })
      await sheet.getByRole('radio', { name: new RegExp(`^\\d\\s*${ruling}$`) }).check()
      if (reason) await sheet.getByLabel(/^理由/).fill(reason)
      await shoot(bench, 'desk-evidence-rule')
      await sheet.getByRole('button', { name: /确认|确定/ }).click()
      await expect(sheet).toBeHidden()
    }
    await expect.poll(async () => (await board(scene.plaintiff)).tally.n_ruled).toBe(3)
    await openExhibit(mine, scene.caseId, '原告证据2')
    await expect(mine.getByText('录音完整，但不能单独证明借款金额')).toBeVisible()
    await look(mine, 'phone-evidence-ruled')
  })

  test('an extension that the judge grants moves the period of everybody', async () => {
    const before = (await board(scene.defendant)).periods[0]!.until
    await theirs.goto(`/m/cases/${scene.caseId}/applications/new/evidence_extension`)
    await theirs.getByLabel('申请事项').fill('申请将举证期限延长七日')
    await theirs.getByLabel('申请延长至').fill(workday(3))
    await theirs.getByLabel('不能按期举证的理由').fill('银行流水需要时间调取')
    await look(theirs, 'phone-apply')
    await theirs.getByRole('button', { name: '核对并提交' }).click()
    await look(theirs, 'phone-apply-check')
    await theirs.getByRole('button', { name: '提交申请' }).click()
    await expect(theirs.getByText('签名有效')).toBeVisible()
    await bench.goto(`/desk/cases/${scene.caseId}/applications`)
    await bench.getByRole('button', { name: /延长举证期限/ }).click()
    await bench.getByRole('button', { name: '作出决定' }).or(bench.getByRole('button', { name: /^决定/ })).first().click()
    const sheet = bench.getByRole('dialog')
    await sheet.getByRole('radio', { name: '准许', exact: true }).check()
    await shoot(bench, 'desk-application-decide')
    await sheet.getByRole('button', { name: /确认|确定/ }).click()
    await expect(sheet).toBeHidden()
    await expect.poll(async () => (await board(scene.plaintiff)).periods[0]!.until).not.toBe(before)
    await mine.goto(`/m/cases/${scene.caseId}/agenda`)
    await expect(mine.getByText('举证期限').first()).toBeVisible()
    await look(mine, 'phone-agenda')
    await expectNoFaults(mine, 'the deadlines')
  })

  test('a recusal request stops the judge until the president has decided', async () => {
    const judge = (await scene.plaintiff.get<Schemas['CaseDetail']>(`/api/cases/${scene.caseId}`)).handling_judge!
    await mine.goto(`/m/cases/${scene.caseId}/applications`)
    await look(mine, 'phone-applications')
    await scene.plaintiff.post(`/api/cases/${scene.caseId}/applications`, {
      application: { kind: 'recusal', request: '申请承办法官回避', reasons: '承办法官是对方当事人的近亲属', person: judge.person, details: { ground: '与本案有利害关系' } },
    })
    await bench.goto(`/desk/cases/${scene.caseId}/evidence`)
    await bench.getByRole('row', { name: /被告证据2/ }).click()
    await expect(bench.getByRole('complementary', { name: '被告证据2' }).getByRole('button', { name: '认定' })).toHaveCount(0)
    const refused = await scene.judge.refused(`/api/cases/${scene.caseId}/evidence/rulings`, {
      exhibit: (await board(scene.judge)).exhibits.find((one) => one.label === '原告证据3')!.exhibit, ruling: 'adopted', reason: '',
    })
    expect(refused.code).toBe('recusal_pending')
    await mine.goto(`/m/cases/${scene.caseId}`)
    await expect(mine.getByText(/回避/).first()).toBeVisible()
    await look(mine, 'phone-recusal')

    const head = await Caller.staff(court, 'head-1')
    const applications = await head.get<Schemas['CaseApplications']>(`/api/cases/${scene.caseId}/applications`)
    const request = applications.applications.find((one) => one.kind === 'recusal')!
    await head.post(`/api/cases/${scene.caseId}/applications/decisions`, { application: request.application, outcome: 'refused', reason: '经查并非近亲属' })
    await bench.goto(`/desk/cases/${scene.caseId}/evidence`)
    await bench.getByRole('row', { name: /原告证据3/ }).click()
    await expect(bench.getByRole('complementary', { name: '原告证据3' }).getByRole('button', { name: '认定' })).toBeVisible()
  })

  test('an agent without the special item cannot withdraw the suit, and is told which item is missing', async ({ browser }) => {
    const agent = await Caller.enrolled(court, sample('样例丙'))
    await agent.comeIn(scene.caseId)
    await agent.there(`/api/cases/${scene.caseId}/applications`)
    const context = await agent.device(browser, 'phone')
    const page = await context.newPage()
    await page.goto(`/m/cases/${scene.caseId}/applications/new`)
    const withdrawal = page.getByRole('listitem').filter({ hasText: /^撤诉/ })
    await expect(withdrawal).toContainText('缺少的特别授权')
    await expect(withdrawal.getByRole('button')).toHaveCount(0)
    await look(page, 'phone-apply-agent')
    const refused = await agent.refused(`/api/cases/${scene.caseId}/applications`, { application: { kind: 'withdraw_suit', request: '申请撤诉', reasons: '双方已经和解' } })
    expect(`${refused.title} ${refused.detail ?? ''} ${refused.next_step}`).toContain('撤回起诉')
    expect(refused.article).toContain('62')
    await context.close()
  })

  test('the queue at the desk says what is to be done', async () => {
    await bench.goto('/desk/todos')
    await expect(bench.getByRole('heading', { name: /待办/ }).first()).toBeVisible()
    await shoot(bench, 'desk-todos')
    await expectNoFaults(bench, 'the queue of to-dos')
  })

  test('after the period an exhibit is taken, marked, and stands in the judge’s queue; the clock has noted the end', async () => {
    const until = (await board(scene.plaintiff)).periods[0]!.until
    const nDays = Math.ceil((Date.parse(until) - Date.now()) / 86_400_000) + 1
    // The clock looks once a minute.
    test.setTimeout(180_000)
    // A phone that nobody uses for three days is signed off: its person looks in every other day.
    for (let ahead = 2; ahead < nDays + 2; ahead += 2) {
      const nAhead = Math.min(ahead, nDays)
      court = await court.again('--days-ahead', String(nAhead))
      await mine.clock.setSystemTime(Date.now() + nAhead * 86_400_000)
      await mine.goto(`/m/cases/${scene.caseId}/evidence`)
      await expect(mine.getByRole('link', { name: '提交证据' })).toBeVisible()
    }
    await handIn(mine, scene.caseId, { name: '迟到的收条', purpose: '证明利息已付', photos: photos.slice(5, 6), lateReason: '期限届满后才找到' }, (step) => look(mine, `phone-evidence-late-${step}`))
    const judge = await Caller.staff(court, 'judge-1')
    const lateOne = async () => (await board(judge)).exhibits.find((one) => one.label === '原告证据4')
    await expect.poll(async () => (await lateOne())?.late?.reason).toBe('期限届满后才找到')
    expect((await lateOne())!.late!.n_days).toBeGreaterThan(0)
    await signOn(bench, '样例法官一', `/desk/cases/${scene.caseId}/evidence`)
    await expect(bench.getByRole('row', { name: /原告证据4/ }).getByText('逾期')).toBeVisible()
    await shoot(bench, 'desk-evidence-late')
    const waits = async () => (await judge.get<Schemas['DeskTodos']>('/api/desk/todos?queue=all')).todos.map((one) => one.kind)
    await expect.poll(waits).toContain('late_evidence')
    await expect.poll(async () => {
      const page = await judge.get<Schemas['Page']>(`/api/cases/${scene.caseId}/entries?limit=500`)
      return page.entries.filter((one) => one.body.type === 'deadline_elapsed').length
    }, { timeout: 80_000 }).toBeGreaterThan(0)
    expect((await court.verify()).valid).toBe(true)
  })

})
