import { mount } from '@vue/test-utils'
import { defineComponent, h, ref, shallowRef } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { EntryRef, EntryView } from '../../api/contract'
import type { ProcedureState } from '../procedure'
import type { ProcedureBody } from '../procedureNotices'
import { provideSpace, type Space } from '../space'
import type { CaseState } from '../useCase'
import { cardOf } from './registry'

const at = '2026-11-20T09:00:00.000+08:00'
const exhibit: EntryRef = { origin: 'front', seq: 7 }
const agree = { stance: 'agree', reason: '' } as const
const whose = { who: 'side', side: 'respondent' } as const
/** One body of each kind; a new kind does not compile before it stands here. */
const bodies: { [Type in ProcedureBody['type']]: Extract<ProcedureBody, { type: Type }> } = {
  evidence_submitted: { type: 'evidence_submitted', party: 1, exhibit: { name: '借条', kind: 'document', purpose: '证明借款', source: '本人', original: 'submitter', pages: [] } },
  evidence_withdrawn: { type: 'evidence_withdrawn', exhibit, reason: '重复' },
  evidence_received: { type: 'evidence_received', exhibit, accepted: true, note: '' },
  evidence_period_set: { type: 'evidence_period_set', until: '2026-12-03', exchange: { form: 'synchronous', at, place: '第三法庭' }, agreed: true },
  restriction_requested: { type: 'restriction_requested', exhibit, wish: { ground: 'privacy', reason: '病历' } },
  evidence_restricted: { type: 'evidence_restricted', exhibit, restriction: { ground: 'privacy', persons: [], view_only: true }, reason: '病历' },
  evidence_looked: { type: 'evidence_looked', exhibit },
  opinion_given: { type: 'opinion_given', party: 2, exhibit, round: 2, opinion: { authenticity: agree, legality: agree, relevance: { stance: 'dispute', reason: '与本案无关' }, force: { stance: 'need_original', reason: '' }, note: '', counter_evidence: [] } },
  opinion_round_opened: { type: 'opinion_round_opened', exhibits: [], round: 2, until: '2026-12-12', note: '' },
  evidence_ruled: { type: 'evidence_ruled', exhibit, ruling: 'not_adopted', reason: '无原件', late: 'not_taken' },
  court_question_asked: { type: 'court_question_asked', exhibit, party: 2, question: '这笔款项的用途？', until: '2026-12-05' },
  court_question_answered: { type: 'court_question_answered', question: exhibit, answer: '归还本金' },
  comparison_requested: { type: 'comparison_requested', exhibit, reason: '签名' },
  comparison_appointed: { type: 'comparison_appointed', exhibit, at, place: '第三法庭' },
  comparison_recorded: { type: 'comparison_recorded', exhibit, at, way: 'at_court', present: '样例甲', equal: false, note: '页码不同', photos: [] },
  promotion_proposed: { type: 'promotion_proposed', message: exhibit, author: 'p1', target: { as: 'exhibit', name: '聊天截图', kind: 'electronic_data', purpose: '催款' } },
  promotion_declined: { type: 'promotion_declined', proposal: exhibit, reason: '' },
  application_filed: { type: 'application_filed', party: 1, application: { kind: 'recusal', request: '', reasons: '同学关系', person: 'j1' } },
  application_withdrawn: { type: 'application_withdrawn', application: exhibit, reason: '' },
  application_decided: { type: 'application_decided', application: exhibit, kind: 'recusal', outcome: 'refused', reason: '不属于法定情形', article: '民事诉讼法 §47' },
  answer_filed: { type: 'answer_filed', party: 2, answer: { claims: [{ claim: 0, stance: 'deny', reason: '已还' }], statement: '不同意', facts_and_reasons: '转账记录' } },
  period_started: { type: 'period_started', rule: 'ANSWER', title: '提交答辩状', whose, from: '2026-11-20', until: '2026-12-07', source: ['民事诉讼法 §128'], note: '' },
  period_moved: { type: 'period_moved', period: exhibit, until: '2026-12-17', reason: '准许延期' },
  deadline_reminded: { type: 'deadline_reminded', deadline: 'x', title: '质证', whose, until: '2026-12-10', n_days_left: 3 },
  deadline_elapsed: { type: 'deadline_elapsed', deadline: 'x', title: '质证', whose, until: '2026-12-10' },
  todo_added: { type: 'todo_added', title: '联系被告' },
  todo_assigned: { type: 'todo_assigned', todo: 'x' },
  todo_done: { type: 'todo_done', todo: 'x', note: '' },
  file_looked: { type: 'file_looked', look: { how: 'opened' }, internal: false },
}
const entryOf = (body: ProcedureBody): EntryView => ({
  origin: 'front', seq: 9, n: 9, at, hash: '3ad1'.padEnd(64, '0'), command_id: 'c', audience: 'everyone', actions: [], actor: { person: 'p1', name: '样例甲', role: 'plaintiff' }, body,
})
/** A space in which nothing but the entries has come yet. */
function draw(body: ProcedureBody, procedure: Partial<ProcedureState> = {}) {
  const open = vi.fn()
  const nothing = () => undefined
  const space = {
    state: { caseId: 'c', detail: shallowRef(), members: ref([]), log: { find: nothing } } as unknown as CaseState,
    procedure: { exhibit: nothing, question: nothing, proposal: nothing, application: nothing, nameOfExhibit: nothing, nameOfParty: nothing, ...procedure } as unknown as ProcedureState,
    quoted: ref(), openMenu: nothing, openPhoto: nothing, openReaders: nothing, open, jumpTo: nothing, mention: nothing,
  } satisfies Space
  const page = mount(defineComponent({ setup() { provideSpace(space); return () => h(cardOf(body), { entry: entryOf(body) }) } }))
  return { page, open }
}

describe('the cards of evidence, applications and periods', () => {
  it.each(Object.values(bodies))('draws $type before anything else of the case is known', (body) => {
    const words = draw(body).page.text()
    expect(words.length).toBeGreaterThan(4)
    expect(words).not.toMatch(/undefined|\{\w+\}|NaN/)
  })
  it('leads from an exhibit to its page', async () => {
    const { page, open } = draw(bodies.evidence_submitted)
    await page.get('button.foot').trigger('click')
    expect(open).toHaveBeenCalledWith({ page: 'evidence', exhibit: { origin: 'front', seq: 9 } })
  })
  it('offers to answer a question only when the court says so', () => {
    const question = { question: exhibit, party: 2, party_name: '样例乙', text: '', at, actions: [] }
    expect(draw(bodies.court_question_asked, { question: () => ({ ...question, actions: [] }) }).page.findAll('footer button')).toHaveLength(1)
    expect(draw(bodies.court_question_asked, { question: () => ({ ...question, actions: ['answer_court_question'] }) }).page.findAll('footer button')).toHaveLength(2)
  })
  it('sends the author of a message on to the form of what it becomes', async () => {
    const proposal = { proposal: exhibit, message: exhibit, author_name: '样例甲', target: bodies.promotion_proposed.target, at, mine: true, state: 'open' as const, actions: ['submit_evidence' as const, 'decline_promotion' as const] }
    const { page, open } = draw(bodies.promotion_proposed, { proposal: () => proposal })
    await page.findAll('footer button').at(1)!.trigger('click')
    expect(open).toHaveBeenCalledWith({ page: 'submit_evidence', message: exhibit, proposal: { origin: 'front', seq: 9 } })
    expect(draw(bodies.promotion_proposed).page.findAll('footer button')).toHaveLength(0)
  })
  it('shows nothing of an exhibit that has to be looked at first', () => {
    const body = { ...bodies.evidence_submitted, exhibit: { ...bodies.evidence_submitted.exhibit, pages: [{ blob: { sha256: 'aa', media_type: 'image/png', size_bytes: 1 }, turn_degrees: 0 }] } }
    const restriction = { needs_look: true }
    expect(draw(body).page.find('img').exists()).toBe(true)
    expect(draw(body, { exhibit: () => ({ label: '原告证据1', status: 'received', awaits: [], restriction, n_pages: 1 }) as unknown as ReturnType<ProcedureState['exhibit']> }).page.find('img').exists()).toBe(false)
  })
})
