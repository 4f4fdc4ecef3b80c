import { mount } from '@vue/test-utils'
import { defineComponent, h, ref, shallowRef } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { EntryRef, EntryView } from '../../api/contract'
import type { ServiceItem } from '../../api/service'
import type { ProcedureState } from '../procedure'
import { rowsOf } from '../rows'
import type { ServiceBody } from '../serviceNotices'
import { provideSpace, type Space } from '../space'
import type { CaseState } from '../useCase'
import { cardOf } from './registry'

const at = '2026-12-01T09:00:00.000+08:00'
const file = { sha256: 'aa', media_type: 'application/pdf', size_bytes: 1, pages: 2 }
const summons: EntryRef = { origin: 'court', seq: 12 }
const sent: EntryRef = { origin: 'court', seq: 9 }
const paper = (seq: number, title: string) => ({ paper: { origin: 'court' as const, seq }, kind: 'ordinary' as const, template: 'summons', title, files: [file] })
const form = { electronic: true, mailbox: true, receiver: '样例乙', phone: '13900000002', address: '样例路2号', paper_decisions: false, stages: [] }
/** One body of each kind; a new kind does not compile before it stands here. */
const bodies: { [Type in ServiceBody['type']]: Extract<ServiceBody, { type: Type }> } = {
  document_drafted: { type: 'document_drafted', template: 'summons', template_version: 1, title: '传票', data: '{}' },
  document_approved: { type: 'document_approved', document: summons, draft: summons, template: 'summons', title: '传票', file, n_pages: 2, previewed: 'bb', code: 'x' },
  document_set_aside: { type: 'document_set_aside', document: summons, reason: '时间有误' },
  service_address_confirmed: { type: 'service_address_confirmed', party: 1, form, signature: file, on_paper: false },
  consent_declared: { type: 'consent_declared', party: 1, scopes: { hearing: true, filing: false } },
  papers_sent: { type: 'papers_sent', recipient: 1, name: '样例乙', receivers: [], papers: [paper(12, '传票')], channel: 'mailbox', standing: 'confirmed', arrived: true },
  service_reported: { type: 'service_reported', sent, report: { what: 'bounced', at, reason: 'no such user' } },
  served_opened: { type: 'served_opened', sent, paper: summons },
  service_acknowledged: { type: 'service_acknowledged', sent },
  paper_requested: { type: 'paper_requested', paper: summons, party: 1 },
  service_rebutted: { type: 'service_rebutted', sent, paper: summons, party: 1, ground: 'not_read_by_recipient', reason: '手机由家人使用' },
  rebuttal_ruled: { type: 'rebuttal_ruled', rebuttal: sent, upheld: true, reason: '查证属实' },
  paper_service_recorded: { type: 'paper_service_recorded', recipient: 1, papers: [paper(12, '传票')], way: { by: 'post', returned_on: '2026-12-05', address_given_by_recipient: true } },
  service_recalled: { type: 'service_recalled', sent, reason: '时间有误' },
  service_took_effect: { type: 'service_took_effect', recipient: 1, paper: summons, template: 'summons', title: '传票', attempt: sent, rule: 'a', on: '2026-12-01', at, presumed: false, source: ['民事诉讼法 §90'], number: '送证1号', certificate: file, code: 'x' },
}
const entryOf = (body: ServiceBody): EntryView => ({
  origin: 'court', seq: 9, n: 9, at, hash: '3ad1'.padEnd(64, '0'), command_id: 'c', audience: 'everyone', actions: [], actor: { person: 's1', name: '样例书记员一', role: 'clerk' }, body,
})
function itemOf(seq: number, more: Partial<ServiceItem> = {}): ServiceItem {
  return {
    case: 'c', case_title: '', recipient: 1, recipient_name: '样例乙', paper: paper(seq, '传票'), status: 'arrived', sent_at: at, age_days: 0, arrived_at: at, next: [], stuck: false, actions: [],
    attempts: [{ entry: sent, at, by_name: '', way: 'mailbox', companions: [], serves: false, grounds: [], actions: ['open_served', 'acknowledge_service'] }], ...more,
  }
}
/** A space in which nothing but the entries has come yet, and what was served as far as it is given. */
function draw(body: ServiceBody, items: ServiceItem[] = []) {
  const open = vi.fn()
  const nothing = () => undefined
  const space = {
    state: { caseId: 'c', detail: shallowRef(), members: ref([]), log: { find: nothing }, may: () => false, action: nothing } as unknown as CaseState,
    procedure: {
      exhibit: nothing, question: nothing, proposal: nothing, application: nothing, nameOfExhibit: nothing, nameOfParty: nothing, nameOfPaper: nothing,
      served: (wanted: EntryRef, recipient: number) => items.find((one) => one.paper.paper.seq === wanted.seq && one.recipient === recipient),
    } as unknown as ProcedureState,
    quoted: ref(), openMenu: nothing, openPhoto: nothing, openReaders: nothing, open, jumpTo: nothing, mention: nothing,
  } satisfies Space
  const page = mount(defineComponent({ setup() { provideSpace(space); return () => h(cardOf(body), { entry: entryOf(body) }) } }))
  const buttons = () => page.findAll('footer button').map((one) => one.text())
  return { page, open, buttons }
}

describe('the cards of court documents and their service', () => {
  it.each(Object.values(bodies))('draws $type before anything else of the case is known', (body) => {
    const words = draw(body).page.text()
    expect(words.length).toBeGreaterThan(4)
    expect(words).not.toMatch(/undefined|\{\w+\}|NaN/)
  })
  it('changes its state in place when service takes effect', () => {
    const effect = { ...bodies.service_took_effect, entry: sent, rule: 'a' as const, presumed: false }
    expect(draw(bodies.papers_sent, [itemOf(12)]).page.text()).toContain('已到达')
    const words = draw(bodies.papers_sent, [itemOf(12, { status: 'effective', effect })]).page.text()
    expect(words).toContain('已送达')
    expect(words).toContain('2026年12月1日送达生效 · 到达您确认的电子地址')
  })
  it('offers to sign and to ask for paper only when the court says so', () => {
    expect(draw(bodies.papers_sent).buttons()).toEqual(['查看'])
    expect(draw(bodies.papers_sent, [itemOf(12, { actions: ['request_paper'] })]).buttons()).toEqual(['查看', '签收', '申请纸质件'])
    const other = itemOf(12, { attempts: [{ ...itemOf(12).attempts[0]!, entry: { origin: 'court', seq: 8 } }] })
    expect(draw(bodies.papers_sent, [other]).buttons()).toEqual(['查看'])
  })
  it('lists several papers, each with its own state, and leads to each', async () => {
    const body = { ...bodies.papers_sent, papers: [paper(12, '传票'), paper(13, '举证通知书')] }
    const { page, open } = draw(body, [itemOf(12), itemOf(13, { status: 'acknowledged', acknowledged_at: at, attempts: [{ ...itemOf(13).attempts[0]!, actions: [] }] })])
    const rows = page.findAll('.served-papers button')
    expect(rows.map((one) => one.text())).toEqual([expect.stringContaining('未读'), expect.stringContaining('已签收')])
    await rows[1]!.trigger('click')
    expect(open).toHaveBeenCalledWith({ page: 'paper', paper: { origin: 'court', seq: 13 }, recipient: 1, file })
  })
  it('leads from the certificate to the certificate and to the paper', async () => {
    const { page, open } = draw(bodies.service_took_effect, [itemOf(12)])
    for (const button of page.findAll('footer button')) await button.trigger('click')
    expect(open.mock.calls.map(([place]) => [place.page, place.certificate ?? false])).toEqual([['paper', true], ['paper', false], ['agenda', false]])
  })
  it('keeps what channels report out of the space', () => {
    const entry = entryOf(bodies.service_reported)
    expect(rowsOf([entry], [], undefined, 'p')).toEqual([])
  })
})
