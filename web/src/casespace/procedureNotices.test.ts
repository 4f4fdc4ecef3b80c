import { describe, expect, it } from 'vitest'
import { noNames, placeOf, procedureNotice, type Names, type ProcedureBody } from './procedureNotices'

const exhibit = { origin: 'front' as const, seq: 7 }
const names: Names = { exhibit: (ref) => (ref.seq === 7 ? '原告证据1' : undefined), party: (party) => ['样例甲', '样例乙'][party - 1], paper: () => undefined }
const line = (body: ProcedureBody, known = names) => procedureNotice('样例法官一', body, known)

describe('what happens with evidence and periods, in one line', () => {
  it('names the exhibit, or stays vaguer where nobody can', () => {
    const withdrawn: ProcedureBody = { type: 'evidence_withdrawn', exhibit, reason: '重复' }
    expect(line(withdrawn)).toBe('样例法官一 撤回了原告证据1：重复')
    expect(line(withdrawn, noNames)).toBe('样例法官一 撤回了一份证据：重复')
  })
  it('tells what the court took from what it sent back', () => {
    expect(line({ type: 'evidence_received', exhibit, accepted: true, note: '' })).toBe('样例法官一 接收了原告证据1')
    expect(line({ type: 'evidence_received', exhibit, accepted: false, note: '看不清' })).toBe('样例法官一 退回了原告证据1，请重新提交：看不清')
  })
  it('tells a restriction from its end', () => {
    expect(line({ type: 'evidence_restricted', exhibit, restriction: { ground: 'trade_secret', persons: [], view_only: true }, reason: '' })).toContain('商业秘密')
    expect(line({ type: 'evidence_restricted', exhibit, reason: '' })).toBe('样例法官一 取消了原告证据1的查看限制')
  })
  it('reminds whose move it is, on the last day in other words', () => {
    const reminded = { type: 'deadline_reminded', deadline: 'x', title: '质证', whose: { who: 'party', party: 2 }, until: '2026-12-10', n_days_left: 3 } as const
    expect(line(reminded)).toBe('提醒样例乙：质证还剩 3 天，2026年12月10日届满')
    expect(line({ ...reminded, whose: { who: 'court' }, n_days_left: 0 })).toBe('提醒法院：质证今天届满')
  })
  it('tells to-dos taken on from those put back', () => {
    expect(line({ type: 'todo_assigned', todo: 'x', person: { person: 'p', name: '样例书记员一' } })).toBe('样例法官一 将一项待办交给 样例书记员一')
    expect(line({ type: 'todo_assigned', todo: 'x' })).toBe('样例法官一 将一项待办放回待认领')
  })
  it('leads to the page where more stands', () => {
    expect(placeOf({ type: 'evidence_looked', exhibit })).toEqual({ page: 'evidence', exhibit })
    expect(placeOf({ type: 'period_moved', period: exhibit, until: '2026-12-10', reason: '' })).toEqual({ page: 'agenda' })
    expect(placeOf({ type: 'floor_opened' })).toBeUndefined()
  })
})
