import type { Page } from '@playwright/test'
import type { components } from '../../src/api/schema'
import { Caller } from './api'
import type { Scene } from './scene'

type Schemas = components['schemas']
type Fields = Record<string, unknown>

/** The clerk drafts what the case knows and a word for the rest; the judge looks at the paper and issues it. */
export async function issue(scene: Scene, clerk: Caller, template: string, party = 1): Promise<Schemas['EntryRef']> {
  const at = (rest: string) => `/api/cases/${scene.caseId}/${rest}`
  const known = await clerk.get<Schemas['DocumentTemplates']>('/api/document-templates')
  const fields = known.templates.find((one) => one.id === template)!.fields
  const filled = await clerk.get<{ data: Fields }>(at(`documents/fill?template=${template}&parties=${party}`))
  const data: Fields = { ...filled.data }
  const words: Record<string, unknown> = { date: '2026-12-18', datetime: '2026-12-18T09:30', money: 100, number: 1, bool: true, paragraphs: ['样本'] }
  for (const field of fields.filter((one) => one.required && one.free && data[one.name] === undefined && one.default === undefined)) {
    data[field.name] = field.type === 'enum' ? field.options![0]!.value : words[field.type] ?? '第三审判庭'
  }
  const body = { template, data, parties: [party] }
  const { origin, seq } = await clerk.post<Schemas['Receipt']>(at('documents'), body)
  const document = { origin, seq }
  const preview = await scene.judge.post<{ sha256: string }>(at('documents/preview'), { ...body, document })
  await scene.judge.post(at('documents/approvals'), { document, draft: document, previewed: preview.sha256 })
  return document
}

/** The clerk of the case, who was assigned by the court itself. */
export async function clerkOf(scene: Scene): Promise<Caller> {
  const name = (await scene.judge.get<Schemas['CaseDetail']>(`/api/cases/${scene.caseId}`)).clerk?.name
  for (const subject of ['clerk-1', 'clerk-2']) {
    const one = await Caller.staff(scene.judge.court, subject)
    if ((await one.get<{ name: string }>('/api/session')).name === name) return one
  }
  throw new Error(`no sample clerk is called ${name}`)
}

/** Writes a name with the finger. */
export async function signWithFinger(page: Page): Promise<void> {
  const box = (await page.getByRole('region', { name: /签名/ }).locator('canvas').boundingBox())!
  for (const [from, to] of [[[0.2, 0.3], [0.45, 0.7]], [[0.45, 0.3], [0.2, 0.7]], [[0.55, 0.3], [0.8, 0.35]], [[0.65, 0.3], [0.7, 0.75]]] as const) {
    await page.mouse.move(box.x + box.width * from[0], box.y + box.height * from[1])
    await page.mouse.down()
    for (let step = 1; step <= 8; step += 1) {
      const part = step / 8
      await page.mouse.move(box.x + box.width * (from[0] + (to[0] - from[0]) * part), box.y + box.height * (from[1] + (to[1] - from[1]) * part))
    }
    await page.mouse.up()
  }
}
