import { createHash, randomUUID } from 'node:crypto'
import { type APIRequestContext, type APIResponse, type Browser, type BrowserContext, type BrowserContextOptions, expect, request } from '@playwright/test'
import { statement } from '../../src/api/deviceKey'
import type { components } from '../../src/api/schema'
import type { Court } from './court'
import type { Photo } from './photos'
import { type Person, device, type devices } from './people'

type Schemas = components['schemas']

/** Somebody who acts without a browser, to set a scene. What a test is about is done on the pages. */
export class Caller {
  private signer: { person: string; key: CryptoKeyPair; digest: string } | undefined
  private constructor(private readonly http: APIRequestContext, readonly court: Court) {}

  static async enrolled(court: Court, person: Person): Promise<Caller> {
    const caller = new Caller(await request.newContext({ baseURL: court.url }), court)
    const before = await court.messagesTo(person.phone)
    await caller.post('/api/phone-codes', { phone: person.phone })
    const text = await court.message(person.phone, /验证码/, before)
    const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    const spki = Buffer.from(await crypto.subtle.exportKey('spki', key.publicKey))
    const session = await caller.post<Schemas['SessionView']>('/api/enrolments', {
      name: person.name, id_number: person.id_number, phone: person.phone, code: /\d{4,8}/.exec(text)![0], device: { spki: spki.toString('base64'), label: '样例设备' },
    })
    caller.signer = { person: session.person, key, digest: createHash('sha256').update(spki).digest('hex') }
    return caller
  }
  static async staff(court: Court, subject: string): Promise<Caller> {
    const caller = new Caller(await request.newContext({ baseURL: court.workbench }), court)
    const page = await caller.http.get('/api/staff/sign-on?return_to=/desk')
    const html = await page.text()
    const form = /<form[^>]*>(.*?)<\/form>/s.exec(html)![1]!
    const fields = Object.fromEntries([...form.matchAll(/name="([^"]+)"\s+value="([^"]*)"/g)].map(([, name, value]) => [name!, value!.replaceAll('&amp;', '&')]))
    await caller.http.post(new URL('/authorize', page.url()).href, { form: { ...fields, subject } })
    return caller
  }

  private async signed(path: string, command: string, body: Buffer): Promise<{ device: string; signature: string } | undefined> {
    if (!this.signer) return undefined
    const { person, key, digest } = this.signer
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, statement('POST', path, command, person, body))
    return { device: digest, signature: Buffer.from(signature).toString('base64') }
  }
  /** What says `text` on the stream. */
  async frame(caseId: string, text: string): Promise<string> {
    const [id, body] = [randomUUID(), { content: { type: 'text', text } }]
    const signed = await this.signed(`/api/cases/${caseId}/messages`, id, Buffer.from(JSON.stringify(body)))
    return JSON.stringify({ type: 'act', id, case: caseId, body, ...signed })
  }

  async post<T = unknown>(path: string, data: unknown): Promise<T> {
    const answer = await this.send(path, data)
    expect(answer.ok(), `POST ${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
    return answer.json().catch(() => undefined) as Promise<T>
  }
  /** What the court says to something that it does not do. */
  async refused(path: string, data: unknown): Promise<Schemas['Problem']> {
    const answer = await this.send(path, data)
    expect(answer.ok(), `POST ${path} is refused`).toBe(false)
    return answer.json() as Promise<Schemas['Problem']>
  }
  private async send(path: string, data: unknown): Promise<APIResponse> {
    const command = randomUUID()
    const body = Buffer.from(data === undefined ? '' : JSON.stringify(data))
    const signed = await this.signed(path, command, body)
    const headers: Record<string, string> = {
      'idempotency-key': command, ...(data === undefined ? {} : { 'content-type': 'application/json' }),
      ...(signed ? { 'weicourt-device': signed.device, 'weicourt-signature': signed.signature } : {}),
    }
    return this.http.post(path, { data: body, headers })
  }
  async get<T>(path: string): Promise<T> {
    const answer = await this.http.get(path)
    expect(answer.ok(), `GET ${path}: ${answer.status()}`).toBe(true)
    return answer.json() as Promise<T>
  }
  /** Waits until `path` can be read on this person's node: what the other node has comes over the link. */
  async there(path: string): Promise<void> {
    await expect.poll(async () => (await this.http.get(path)).status(), { message: `GET ${path}` }).toBe(200)
  }
  /** A device whose pages are this person: with the session, and with the key that signs for them. */
  async device(browser: Browser, kind: keyof typeof devices, more: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await device(browser, this.court, kind, { storageState: await this.http.storageState(), ...more })
    if (!this.signer) return context
    const { person, key, digest } = this.signer
    const page = await context.newPage()
    await page.goto('/manifest.webmanifest')
    await page.evaluate(async ({ person, jwk, digest }) => {
      const secret = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
      await new Promise<void>((done, failed) => {
        const open = indexedDB.open('weicourt-device', 1)
        open.onupgradeneeded = () => open.result.createObjectStore('keys', { keyPath: 'person' })
        open.onerror = () => failed(open.error)
        open.onsuccess = () => {
          const put = open.result.transaction('keys', 'readwrite').objectStore('keys').put({ person, secret, digest })
          put.onerror = () => failed(put.error)
          put.onsuccess = () => { open.result.close(); done() }
        }
      })
    }, { person, digest, jwk: await crypto.subtle.exportKey('jwk', key.privateKey) })
    await page.close()
    return context
  }

  async upload(caseId: string, photo: Photo): Promise<Schemas['UploadDone']> {
    const begun = await this.post<Schemas['UploadView']>(`/api/cases/${caseId}/uploads`, { size_bytes: photo.buffer.length, media_type: photo.mimeType, name: photo.name })
    const sent = await this.http.patch(`/api/uploads/${begun.upload}?offset=0`, { data: photo.buffer, headers: { 'content-type': 'application/octet-stream', 'idempotency-key': randomUUID() } })
    expect(sent.ok(), await sent.text()).toBe(true)
    return this.post(`/api/uploads/${begun.upload}/completion`, undefined)
  }

  /** Hands in a loan case of this person against `respondent`, with an agent of general authority if there is one; returns the case. */
  async fileLoan(me: Person, respondent: Person, photos: [Photo, Photo], agent?: Person): Promise<string> {
    const draft = await this.post<Schemas['DraftView']>('/api/drafts', { kind: 'civil_first_instance' })
    const causes = await this.get<Schemas['CauseView'][]>('/api/causes?q=民间借贷纠纷')
    const blobs = [await this.upload(draft.id, photos[0]), await this.upload(draft.id, photos[1])]
    const person = { kind: 'natural_person', agents: [] }
    const agents = agent ? [{ kind: 'relative', name: agent.name, phone: agent.phone, stages: ['first_instance'], special: [] }] : []
    const form = {
      ...draft.form, court_code: '浙0203', cause_code: causes[0]!.code, fee_kind: 'property', claim_amount_fen: 8_000_000,
      claimants: [{ ...person, agents, name: me.name, phone: me.phone, domicile: '浙江省宁波市海曙区样例路1号' }],
      respondents: [{ ...person, name: respondent.name, phone: respondent.phone, domicile: '浙江省宁波市海曙区样例路2号' }],
      claims: ['判令被告返还借款80000元', '判令被告支付利息4800元'],
      facts_and_reasons: '2025年3月1日被告向原告借款80000元，约定一年归还，年利率百分之六，到期未还。',
      attachments: [
        { kind: 'identity_proof', name: '身份证.jpg', blob: blobs[0]!.blob }, { kind: 'evidence', name: '借条.jpg', blob: blobs[1]!.blob },
        ...(agent ? [{ kind: 'power_of_attorney', name: '授权委托书.jpg', blob: blobs[1]!.blob }] : []),
      ],
    }
    const put = await this.http.put(`/api/drafts/${draft.id}`, { data: { version: draft.version, form, id_numbers: [{ field: 'claimants[0]', id_number: me.id_number }, ...(agent ? [{ field: 'claimants[0].agents[0]', id_number: agent.id_number }] : [])] }, headers: { 'idempotency-key': randomUUID() } })
    expect(put.ok(), await put.text()).toBe(true)
    const saved = await put.json() as Schemas['DraftView']
    return (await this.post<Schemas['Receipt']>('/api/filings', { draft: draft.id, form: saved.form })).case
  }
  /** Registers a filing as the filing officer would, with a judge that is named. */
  async register(caseId: string, judgeName: string): Promise<void> {
    await this.there(`/api/filings/${caseId}`)
    const judges = await this.get<Schemas['StaffLoadView'][]>('/api/desk/staff?duty=judge')
    await this.post(`/api/filings/${caseId}/registration`, { procedure: 'simplified', handling_judge: judges.find((one) => one.name === judgeName)!.person })
  }
  /** Joins by the newest link that came to one's phone. */
  async join(me: Person): Promise<void> {
    const text = await this.court.message(me.phone, /\/j\//)
    const path = `/api/invitations/${/\/j\/([\w-]+)/.exec(text)![1]}`
    await this.there(path)
    const { case: caseId, party, agent } = await this.get<Schemas['InvitationView']>(path)
    await this.post(`${path}/acceptance`, { case: caseId, party, agent })
  }
  /** Comes into a case that names this person by identity number. */
  async comeIn(caseId: string): Promise<void> {
    let seat: Schemas['WaitingCase'] | undefined
    await expect.poll(async () => {
      seat = (await this.get<Schemas['WaitingCase'][]>('/api/waiting-cases')).find((one) => one.case === caseId)
      return seat
    }, { message: 'a seat in the case' }).toBeTruthy()
    await this.post(`/api/cases/${caseId}/membership`, { party: seat!.party, agent: seat!.agent })
  }
  say(caseId: string, text: string): Promise<unknown> {
    return this.post(`/api/cases/${caseId}/messages`, { content: { type: 'text', text } })
  }
}
