import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { fillDocument, showDocument, type DocumentBlocks, type DocumentData, type DocumentDetail, type DocumentTemplate, type Written } from '../../api/documents'
import type { EntryRef, Problem } from '../../api/contract'
import { problemOf } from '../../api/problem'
import { entryKey } from '../frame/entryKey'
import { d } from '../i18n'
import { faultsOf } from './faults'
import { fieldsOf, formData, fromCase, refilled, rowOf, type Cell, type Fault, type FormRow } from './formData'
import { forgetWriting, keepWriting, keptName, keptWriting } from './kept'
import type { Documents } from './useDocuments'

const keepMs = 400
export interface WritingOn { template: DocumentTemplate; blocks: DocumentBlocks; document?: EntryRef; parties: number[] }

/** One document while it is written: what the case fills, what is typed, what is wrong with it, and saving it. */
export function useWriting(acts: Documents, on: WritingOn) {
  const { caseId } = acts
  const { template, blocks } = on
  const fields = fieldsOf(template)
  const document = ref(on.document)
  const detail = shallowRef<DocumentDetail>()
  const form = ref<FormRow>()
  const title = ref(template.title)
  const parties = ref<number[]>([...on.parties])
  const filled = shallowRef<DocumentData>({})
  const rewritten = ref(new Set<string>())
  const problem = ref<Problem>()
  const faults = ref<Fault[]>([])
  const restored = ref<'kept' | 'older'>()
  const savedAs = ref('')
  const filling = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let fillTurn = 0
  const name = () => keptName(caseId, document.value && entryKey(document.value), template.id)
  const base = () => (detail.value ? entryKey(detail.value.draft) : '')

  const read = computed(() => (form.value ? formData(fields, form.value, detail.value?.data ?? filled.value, blocks) : { data: {}, faults: [] }))
  const words = computed(() => JSON.stringify([title.value, parties.value, form.value]))
  const dirty = computed(() => form.value !== undefined && words.value !== savedAs.value)
  const locked = computed(() => fromCase(fields, filled.value))
  const isLocked = (field: string): boolean => locked.value.has(field) && !rewritten.value.has(field)
  const said = computed(() => faultsOf(faults.value, (n, reason) => d('doc.part', { n, reason })))
  /** What would be printed; nothing while something cannot be read as what its field takes. */
  const written = computed<Written | undefined>(() => (form.value && read.value.faults.length === 0
    ? { document: document.value, template: template.id, data: read.value.data, parties: parties.value } : undefined))

  async function begin(): Promise<void> {
    problem.value = undefined
    try {
      const known = document.value ? await showDocument(caseId, document.value) : undefined
      if (known) { parties.value = [...known.parties]; title.value = known.title }
      const got = await fillDocument(caseId, template.id, parties.value)
      detail.value = known
      filled.value = got.data
      if (!known) title.value = got.title
      const data = known?.data ?? got.data
      form.value = rowOf(fields, data, blocks)
      // What differs from the case in a saved draft was rewritten there on purpose.
      if (known) {
        const asFilled = rowOf(fields, got.data, blocks)
        const differs = [...fromCase(fields, got.data)].filter((field) => JSON.stringify(form.value?.[field]) !== JSON.stringify(asFilled[field]))
        rewritten.value = new Set(differs)
      }
      savedAs.value = words.value
      await restore()
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }
  async function restore(): Promise<void> {
    const kept = await keptWriting(name())
    if (!kept) return
    title.value = kept.title
    parties.value = kept.parties
    form.value = { ...form.value, ...kept.form }
    rewritten.value = new Set(kept.rewritten)
    restored.value = kept.base === base() ? 'kept' : 'older'
  }
  /** Lets go of what was typed and not saved. */
  async function discard(): Promise<void> {
    clearTimeout(timer)
    await forgetWriting(name())
    restored.value = undefined
    faults.value = []
    rewritten.value = new Set()
    form.value = undefined
    parties.value = [...on.parties]
    await begin()
  }
  function keep(): void {
    clearTimeout(timer)
    timer = undefined
    if (!form.value) return
    void keepWriting(name(), { base: base(), title: title.value, parties: parties.value, form: form.value, rewritten: [...rewritten.value], at: Date.now() })
  }
  watch(words, (_, before) => {
    if (!before || !dirty.value) return
    clearTimeout(timer)
    timer = setTimeout(keep, keepMs)
  })
  onScopeDispose(() => { if (timer !== undefined) keep() })

  function set(field: string, cell: Cell): void {
    if (!form.value) return
    form.value = { ...form.value, [field]: cell }
    if (faults.value.length > 0) faults.value = faults.value.filter((one) => one.field !== field && !one.field.startsWith(`${field}.`) && !one.field.startsWith(`${field}[`))
  }
  function rewrite(field: string): void { rewritten.value = new Set([...rewritten.value, field]) }
  /** Takes what the case says again. */
  function takeBack(field: string): void {
    rewritten.value = new Set([...rewritten.value].filter((one) => one !== field))
    const one = fields.find((known) => known.name === field)
    if (one) set(field, rowOf([one], filled.value, blocks)[field]!)
  }
  /** The document is for others now: what the case fills follows them. */
  async function turnTo(chosen: number[]): Promise<void> {
    parties.value = chosen
    const mine = ++fillTurn
    filling.value = true
    try {
      const got = await fillDocument(caseId, template.id, chosen)
      if (mine !== fillTurn || !form.value) return
      form.value = refilled(fields, form.value, filled.value, got.data, rewritten.value, blocks)
      filled.value = got.data
    } catch (thrown) {
      if (mine === fillTurn) problem.value = problemOf(thrown)
    } finally {
      if (mine === fillTurn) filling.value = false
    }
  }
  /** Saves a version in the case. Resolves to whether the case has what is on the form; else `faults` or the acts' problem say why not. */
  async function save(): Promise<boolean> {
    if (!form.value) return false
    faults.value = read.value.faults
    if (faults.value.length > 0) return false
    if (!dirty.value && document.value) return true
    const asWritten = words.value
    const entry = await acts.write({ document: document.value, template: template.id, title: title.value.trim(), data: read.value.data, parties: parties.value })
    if (!entry) {
      faults.value = acts.problem.value?.code === 'document_not_in_order' ? acts.problem.value.fields ?? [] : []
      return false
    }
    clearTimeout(timer)
    timer = undefined
    await forgetWriting(name())
    document.value ??= entry
    savedAs.value = asWritten
    restored.value = undefined
    // The draft has its date and its version now; without them the paper would be another one.
    detail.value = await showDocument(caseId, document.value).catch(() => detail.value)
    if (detail.value && words.value === asWritten) { form.value = rowOf(fields, detail.value.data, blocks); savedAs.value = words.value }
    return true
  }
  void begin()
  return {
    template, blocks, fields, document, detail, form, title, parties, filled, rewritten, problem, faults, said, restored, filling, dirty, written,
    isLocked, isFilled: (field: string) => locked.value.has(field), begin, discard, set, rewrite, takeBack, turnTo, save,
  }
}
export type Writing = ReturnType<typeof useWriting>
