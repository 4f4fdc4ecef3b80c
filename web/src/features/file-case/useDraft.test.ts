import { effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Draft, FilingForm } from '../../api/contract'
import type { KeptDraft } from '../../api/keptOnPhone'
import { ProblemError, offlineProblem } from '../../api/problem'
import { useDraft, type DraftParts } from './useDraft'

const emptyForm = (): FilingForm => ({
  kind: 'civil_first_instance', claimants: [], respondents: [], third_parties: [], claims: [], facts_and_reasons: '', fee_kind: 'property',
  attachments: [], filed_by: { as: 'party', claimant: 0 },
})
const moved = () => new ProblemError({ type: '', code: 'draft_moved', title: '草稿已在其他设备更新', status: 409, next_step: '请选择保留哪一份', fields: [] })

let server: Draft
let kept: Map<string, KeptDraft>
let saves: { version: number; facts: string }[]
let down: boolean
let scope: EffectScope

const parts: DraftParts = {
  show: async () => { if (down) throw new ProblemError(offlineProblem()); return structuredClone(server) },
  save: async (_id, version, form) => {
    if (down) throw new ProblemError(offlineProblem())
    if (version !== server.version) throw moved()
    if (form.claimants[0]?.id_number?.endsWith('1')) {
      throw new ProblemError({ type: '', code: 'bad_fields', title: '有内容需要修改', status: 422, next_step: '', fields: [{ field: 'claimants[0].id_number', reason: '号码不对' }] })
    }
    saves.push({ version, facts: form.facts_and_reasons })
    server = { ...server, version: version + 1, form: structuredClone(form), updated_at: '2026-06-18T10:02:00.000+08:00', missing: [{ field: 'claims', reason: '请填写' }] }
    return structuredClone(server)
  },
  keep: async (draft) => { kept.set(draft.id, structuredClone(draft)) },
  kept: async (id) => kept.get(id),
  forget: async (id) => { kept.delete(id) },
}
const open = async () => {
  const draft = scope.run(() => useDraft('d', parts))!
  await vi.advanceTimersByTimeAsync(0)
  return draft
}

beforeEach(() => {
  vi.useFakeTimers()
  server = { id: 'd', kind: 'civil_first_instance', version: 3, updated_at: '2026-06-18T10:00:00.000+08:00', form: emptyForm(), missing: [] }
  kept = new Map(); saves = []; down = false
  scope = effectScope()
})
afterEach(() => { scope.stop(); vi.useRealTimers() })

test('a draft is saved once, a moment after the last key', async () => {
  const draft = await open()
  expect(draft.state.value).toBe('saved')
  for (const facts of ['借', '借款', '借款未还']) {
    draft.form.value!.facts_and_reasons = facts
    await vi.advanceTimersByTimeAsync(300)
  }
  expect(draft.state.value).toBe('changed')
  await vi.advanceTimersByTimeAsync(800)
  expect(saves).toEqual([{ version: 3, facts: '借款未还' }])
  expect(draft.state.value).toBe('saved')
  expect(draft.savedAt.value).toBe('2026-06-18T10:02:00.000+08:00')
  expect(draft.missing.value).toHaveLength(1)
})

test('opening a draft saves nothing', async () => {
  await open()
  await vi.advanceTimersByTimeAsync(5000)
  expect(saves).toEqual([])
})

test('without a network the words stay on the phone and go out later', async () => {
  const draft = await open()
  down = true
  draft.form.value!.facts_and_reasons = '借款未还'
  await vi.advanceTimersByTimeAsync(800)
  expect(draft.state.value).toBe('offline')
  expect(kept.get('d')!.form.facts_and_reasons).toBe('借款未还')
  down = false
  await vi.advanceTimersByTimeAsync(5000)
  expect(draft.state.value).toBe('saved')
  expect(server.form.facts_and_reasons).toBe('借款未还')
  expect(kept.size).toBe(0)
})

test('a page opened without a network shows what was typed before', async () => {
  kept.set('d', { id: 'd', version: 3, form: { ...emptyForm(), facts_and_reasons: '还在' }, changed_at: 0 })
  down = true
  const draft = await open()
  expect(draft.form.value!.facts_and_reasons).toBe('还在')
  expect(draft.state.value).toBe('offline')
  down = false
  await vi.advanceTimersByTimeAsync(5000)
  expect(server.form.facts_and_reasons).toBe('还在')
})

test('when another device has saved, nothing is overwritten until the person chooses', async () => {
  const draft = await open()
  server = { ...server, version: 9, form: { ...emptyForm(), facts_and_reasons: '另一台' } }
  draft.form.value!.facts_and_reasons = '这一台'
  await vi.advanceTimersByTimeAsync(800)
  expect(draft.state.value).toBe('moved')
  expect(server.form.facts_and_reasons).toBe('另一台')
  expect(draft.other.value!.form.facts_and_reasons).toBe('另一台')
  draft.form.value!.facts_and_reasons = '这一台改'
  await vi.advanceTimersByTimeAsync(5000)
  expect(server.form.facts_and_reasons).toBe('另一台')
  await draft.keepMine()
  expect(server).toMatchObject({ version: 10, form: { facts_and_reasons: '这一台改' } })
  expect(draft.state.value).toBe('saved')
})

test('the other device’s draft can be taken', async () => {
  const draft = await open()
  server = { ...server, version: 9, form: { ...emptyForm(), facts_and_reasons: '另一台' } }
  draft.form.value!.facts_and_reasons = '这一台'
  await vi.advanceTimersByTimeAsync(800)
  await draft.takeOther()
  expect(draft.form.value!.facts_and_reasons).toBe('另一台')
  expect(draft.state.value).toBe('saved')
  await vi.advanceTimersByTimeAsync(5000)
  expect(saves).toEqual([])
})

test('a change made while saving is saved too', async () => {
  const draft = await open()
  draft.form.value!.facts_and_reasons = '一'
  const saved = draft.save()
  draft.form.value!.facts_and_reasons = '二'
  await saved
  await vi.advanceTimersByTimeAsync(800)
  expect(saves.map((one) => one.facts)).toEqual(['一', '二'])
})

test('an ID number that is being typed is not sent, and one the court refuses does not keep the rest from being saved', async () => {
  const draft = await open()
  draft.form.value!.claimants.push({ kind: 'natural_person', name: '样例甲', agents: [], id_number: '3302031900' })
  await vi.advanceTimersByTimeAsync(800)
  expect(draft.state.value).toBe('saved')
  draft.form.value!.claimants[0]!.id_number = '330203190001010011'
  draft.form.value!.facts_and_reasons = '借款'
  await vi.advanceTimersByTimeAsync(800)
  expect(draft.state.value).toBe('saved')
  expect(server.form.facts_and_reasons).toBe('借款')
  expect(draft.missing.value).toContainEqual({ field: 'claimants[0].id_number', reason: '号码不对' })
  expect(draft.form.value!.claimants[0]!.id_number).toBe('330203190001010011')
  draft.form.value!.claimants[0]!.id_number = '330203190001010013'
  expect(draft.missing.value).not.toContainEqual({ field: 'claimants[0].id_number', reason: '号码不对' })
  await vi.advanceTimersByTimeAsync(800)
  expect(server.form.claimants[0]!.id_number).toBe('330203190001010013')
})
