import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import type { CaseId, Draft, FieldReason, FilingForm, Problem } from '../../api/contract'
import { saveDraft, showDraft } from '../../api/filings'
import type { KeptDraft } from '../../api/keptOnPhone'
import { ProblemError, mayRetry, problemOf } from '../../api/problem'
import { isWholeIdNumber } from '../enrol/idNumber'
import { eachId, tidied, withDigests, withRefusedIds, withoutIdNumbers } from './form'

export type SaveState = 'saved' | 'changed' | 'saving' | 'offline' | 'moved' | 'broken'
export interface DraftParts {
  show(id: CaseId): Promise<Draft>
  save(id: CaseId, version: number, form: FilingForm): Promise<Draft>
  keep(draft: KeptDraft): Promise<void>
  kept(id: CaseId): Promise<KeptDraft | undefined>
  forget(id: CaseId): Promise<void>
}

const saveAfterMs = 800
const retryAfterMs = 5000

/** The node's own drafts, with a copy on the phone for the time without a network. */
export async function draftParts(): Promise<DraftParts> {
  const { keptOnPhone } = await import('../../api/keptOnPhone')
  const db = await keptOnPhone()
  return {
    show: showDraft,
    save: saveDraft,
    keep: async (draft) => { await db.put('drafts', draft) },
    kept: (id) => db.get('drafts', id),
    forget: (id) => db.delete('drafts', id),
  }
}

/**
 * A filing that is being written: saved a moment after each change, honest about whether it is.
 *
 * What the court could not be told stays on this phone (without ID numbers) and goes out later. When another device has
 * saved in between, nothing is overwritten: the state is `moved` and the person chooses.
 */
export function useDraft(id: CaseId, parts: Promise<DraftParts> | DraftParts) {
  const form = ref<FilingForm>()
  const missing = shallowRef<FieldReason[]>([])
  const state = ref<SaveState>('saved')
  const savedAt = ref<string>()
  const problem = ref<Problem>()
  const loadProblem = ref<Problem>()
  /** What the other device saved, while the person has not chosen. */
  const other = shallowRef<Draft>()
  /** ID numbers the court would not take, by field, with the number as it was and why. */
  const refusedIds = shallowRef(new Map<string, { typed: string; reason: string }>())
  let version = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<void> | undefined
  let changes = 0
  let quiet = false

  function adopt(draft: Draft): void {
    quiet = true
    form.value = reactive(structuredClone(draft.form))
    version = draft.version
    missing.value = draft.missing
    savedAt.value = draft.updated_at
    state.value = 'saved'
    problem.value = undefined
    other.value = undefined
    quiet = false
  }

  async function load(): Promise<void> {
    loadProblem.value = undefined
    const { show, kept } = await parts
    const here = await kept(id)
    try {
      const draft = await show(id)
      adopt(draft)
      if (here && here.version === draft.version) {
        // Typed here while the court could not be reached, and nobody saved since.
        form.value = reactive(structuredClone(here.form))
        changed()
      } else if (here) {
        form.value = reactive(structuredClone(here.form))
        version = here.version
        other.value = draft
        state.value = 'moved'
      }
    } catch (thrown) {
      if (!here) { loadProblem.value = problemOf(thrown); return }
      quiet = true
      form.value = reactive(structuredClone(here.form))
      version = here.version
      quiet = false
      state.value = 'offline'
      problem.value = problemOf(thrown)
      later()
    }
  }

  function later(): void {
    clearTimeout(timer)
    timer = setTimeout(() => { void save() }, retryAfterMs)
  }
  function changed(): void {
    changes += 1
    if (state.value === 'moved') { void keepHere(); return }
    state.value = 'changed'
    clearTimeout(timer)
    timer = setTimeout(() => { void save() }, saveAfterMs)
  }
  async function keepHere(): Promise<void> {
    if (!form.value) return
    await (await parts).keep({ id, version, form: withoutIdNumbers(plain(form.value)), changed_at: Date.now() })
  }

  /**
   * Saves, with the ID numbers that are fully typed. One that the court will not take stays where it was typed, with the
   * reason, and does not keep the rest from being saved.
   */
  async function saveWithIds(sent: FilingForm): Promise<Draft> {
    const { save: put } = await parts
    eachId(sent, (one, field) => {
      if (!one.id_number) return
      if (!isWholeIdNumber(one.id_number) || refusedIds.value.get(field)?.typed === one.id_number) one.id_number = undefined
    })
    try {
      return await put(id, version, sent)
    } catch (thrown) {
      const fields = thrown instanceof ProblemError && thrown.code === 'bad_fields' ? thrown.fields : []
      const refused = new Map(refusedIds.value)
      eachId(sent, (one, field) => {
        const fault = fields.find((other) => other.field === `${field}.id_number`)
        if (!fault || !one.id_number) return
        refused.set(field, { typed: one.id_number, reason: fault.reason })
        one.id_number = undefined
      })
      if (refused.size === refusedIds.value.size && [...refused].every(([field, now]) => refusedIds.value.get(field)?.typed === now.typed)) throw thrown
      refusedIds.value = refused
      return put(id, version, sent)
    }
  }

  /** Saves now whatever has changed; resolves when the court has answered. */
  async function save(): Promise<void> {
    clearTimeout(timer)
    if (saving) await saving
    if (!form.value || state.value === 'saved' || state.value === 'moved') return
    saving = (async () => {
      const before = changes
      const sent = tidied(plain(form.value!))
      state.value = 'saving'
      try {
        const draft = await saveWithIds(sent)
        version = draft.version
        missing.value = draft.missing
        savedAt.value = draft.updated_at
        problem.value = undefined
        quiet = true
        withDigests(form.value!, draft.form, sent)
        quiet = false
        if (changes === before) {
          state.value = 'saved'
          await (await parts).forget(id)
        } else changed()
      } catch (thrown) {
        const found = problemOf(thrown)
        problem.value = found
        await keepHere()
        if (found.code === 'draft_moved') {
          state.value = 'moved'
          try { other.value = await (await parts).show(id) } catch { /* shown when the person chooses */ }
        } else if (mayRetry(found)) {
          state.value = 'offline'
          later()
        } else state.value = 'broken'
      }
    })()
    await saving
    saving = undefined
  }

  /** Takes what the other device saved; what was typed here since is gone. */
  async function takeOther(): Promise<void> {
    const { show, forget } = await parts
    try {
      adopt(other.value ?? await show(id))
      await forget(id)
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }
  /** Puts what stands here over what the other device saved. */
  async function keepMine(): Promise<void> {
    try {
      version = (other.value ?? await (await parts).show(id)).version
      other.value = undefined
      state.value = 'changed'
      await save()
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }
  async function forget(): Promise<void> { clearTimeout(timer); await (await parts).forget(id) }

  watch(form, () => { if (!quiet && form.value) changed() }, { deep: true, flush: 'sync' })
  const online = () => { if (state.value === 'offline') void save() }
  // A phone may end a page without a word once it is out of sight.
  const hidden = () => { if (document.visibilityState === 'hidden' && (state.value === 'changed' || state.value === 'saving')) { void keepHere(); void save() } }
  window.addEventListener('online', online)
  document.addEventListener('visibilitychange', hidden)
  onScopeDispose(() => {
    clearTimeout(timer)
    window.removeEventListener('online', online)
    document.removeEventListener('visibilitychange', hidden)
    if (state.value === 'changed') void save()
  })
  void load()

  return {
    id, form, state,
    /** Everything that is missing or wrong, as the court sees it. */
    missing: computed(() => withRefusedIds(missing.value, form.value, refusedIds.value)),
    savedAt, problem, loadProblem, other: computed(() => other.value),
    load, save, takeOther, keepMine, forget,
  }
}
export type DraftState = ReturnType<typeof useDraft>

/** A reactive object as plain data. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
