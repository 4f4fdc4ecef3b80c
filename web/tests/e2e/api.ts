import { randomUUID } from 'node:crypto'
import { type APIRequestContext, expect, request } from '@playwright/test'
import type { components } from '../../src/api/schema'
import type { Court } from './court'
import type { Photo } from './photos'
import type { Person } from './people'

type Schemas = components['schemas']

/** Somebody who acts without a browser, to set a scene. What a test is about is done on the pages. */
export class Caller {
  private constructor(private readonly http: APIRequestContext, readonly court: Court) {}

  static async enrolled(court: Court, person: Person): Promise<Caller> {
    const caller = new Caller(await request.newContext({ baseURL: court.url }), court)
    const before = await court.messagesTo(person.phone)
    await caller.post('/api/phone-codes', { phone: person.phone })
    const text = await court.message(person.phone, /验证码/, before)
    await caller.post('/api/enrolments', { name: person.name, id_number: person.id_number, phone: person.phone, code: /\d{4,8}/.exec(text)![0] })
    return caller
  }
  static async staff(court: Court, subject: string): Promise<Caller> {
    const caller = new Caller(await request.newContext({ baseURL: court.url }), court)
    const page = await caller.http.get('/api/staff/sign-on?return_to=/desk')
    const html = await page.text()
    const form = /<form[^>]*>(.*?)<\/form>/s.exec(html)![1]!
    const fields = Object.fromEntries([...form.matchAll(/name="([^"]+)"\s+value="([^"]*)"/g)].map(([, name, value]) => [name!, value!.replaceAll('&amp;', '&')]))
    await caller.http.post(new URL('/authorize', page.url()).href, { form: { ...fields, subject } })
    return caller
  }

  async post<T = unknown>(path: string, data: unknown): Promise<T> {
    const answer = await this.http.post(path, { data, headers: { 'idempotency-key': randomUUID() } })
    expect(answer.ok(), `POST ${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
    return answer.json().catch(() => undefined) as Promise<T>
  }
  async get<T>(path: string): Promise<T> {
    const answer = await this.http.get(path)
    expect(answer.ok(), `GET ${path}: ${answer.status()}`).toBe(true)
    return answer.json() as Promise<T>
  }
  /** The browser's way of being this person: a state to begin a context with. */
  state() { return this.http.storageState() }

  async upload(caseId: string, photo: Photo): Promise<Schemas['UploadDone']> {
    const begun = await this.post<Schemas['UploadView']>(`/api/cases/${caseId}/uploads`, { size_bytes: photo.buffer.length, media_type: photo.mimeType, name: photo.name })
    const sent = await this.http.patch(`/api/uploads/${begun.upload}?offset=0`, { data: photo.buffer, headers: { 'content-type': 'application/octet-stream', 'idempotency-key': randomUUID() } })
    expect(sent.ok(), await sent.text()).toBe(true)
    return this.post(`/api/uploads/${begun.upload}/completion`, undefined)
  }

  /** Hands in a loan case of this person against `respondent`; returns the case. */
  async fileLoan(me: Person, respondent: Person, photos: [Photo, Photo]): Promise<string> {
    const draft = await this.post<Schemas['DraftView']>('/api/drafts', { kind: 'civil_first_instance' })
    const causes = await this.get<Schemas['CauseView'][]>('/api/causes?q=民间借贷纠纷')
    const blobs = [await this.upload(draft.id, photos[0]), await this.upload(draft.id, photos[1])]
    const person = { kind: 'natural_person', agents: [] }
    const form = {
      ...draft.form, court_code: '浙0203', cause_code: causes[0]!.code, fee_kind: 'property', claim_amount_fen: 8_000_000,
      claimants: [{ ...person, name: me.name, phone: me.phone, domicile: '浙江省宁波市海曙区样例路1号' }],
      respondents: [{ ...person, name: respondent.name, phone: respondent.phone, domicile: '浙江省宁波市海曙区样例路2号' }],
      claims: ['判令被告返还借款80000元', '判令被告支付利息4800元'],
      facts_and_reasons: '2025年3月1日被告向原告借款80000元，约定一年归还，年利率百分之六，到期未还。',
      attachments: [{ kind: 'identity_proof', name: '身份证.jpg', blob: blobs[0]!.blob }, { kind: 'evidence', name: '借条.jpg', blob: blobs[1]!.blob }],
    }
    const put = await this.http.put(`/api/drafts/${draft.id}`, { data: { version: draft.version, form, id_numbers: [{ field: 'claimants[0]', id_number: me.id_number }] }, headers: { 'idempotency-key': randomUUID() } })
    expect(put.ok(), await put.text()).toBe(true)
    return (await this.post<Schemas['Receipt']>('/api/filings', { draft: draft.id })).case
  }
  /** Registers a filing as the filing officer would, with a judge that is named. */
  async register(caseId: string, judgeName: string): Promise<void> {
    const judges = await this.get<Schemas['StaffLoadView'][]>('/api/desk/staff?duty=judge')
    await this.post(`/api/filings/${caseId}/registration`, { procedure: 'simplified', handling_judge: judges.find((one) => one.name === judgeName)!.person })
  }
  /** Joins by the newest link that came to one's phone. */
  async join(me: Person): Promise<void> {
    const text = await this.court.message(me.phone, /\/j\//)
    await this.post(`/api/invitations/${/\/j\/([\w-]+)/.exec(text)![1]}/acceptance`, undefined)
  }
  say(caseId: string, text: string): Promise<unknown> {
    return this.post(`/api/cases/${caseId}/messages`, { content: { type: 'text', text } })
  }
}
