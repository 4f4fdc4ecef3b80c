import type { Agent, FieldReason, FilingForm, FilingKind, Party } from '../../api/contract'

export type StepName = 'court' | 'cause' | 'parties' | 'claims' | 'facts' | 'attachments' | 'check'
/** The steps in the order they are walked through. */
export const steps: StepName[] = ['court', 'cause', 'parties', 'claims', 'facts', 'attachments', 'check']

export const emptyParty = (): Party => ({ kind: 'natural_person', name: '', agents: [] })
export const emptyAgent = (): Agent => ({ kind: 'lawyer', name: '', stages: ['first_instance'], special: [] })

/** The step on which a field of the form stands. */
export function stepOf(field: string): StepName {
  const head = /^[a-z_]+/.exec(field)?.[0] ?? ''
  switch (head) {
    case 'court_code': return 'court'
    case 'cause_code': return 'cause'
    case 'claimants':
    case 'respondents':
    case 'third_parties':
    case 'filed_by': return 'parties'
    case 'claims':
    case 'claim_amount_fen':
    case 'fee_kind': return 'claims'
    case 'facts_and_reasons':
    case 'administrative':
    case 'enforcement': return 'facts'
    case 'attachments': return 'attachments'
    default: return 'check'
  }
}

/** What stands at one field, in one sentence; `undefined` when nothing is wrong there. */
export function reasonAt(reasons: FieldReason[], field: string): string | undefined {
  const found = reasons.filter((one) => one.field === field).map((one) => one.reason)
  return found.length > 0 ? found.join('；') : undefined
}

/** The form as it is sent: no empty lines, no blanks around words, no amount where none belongs. */
export function tidied(form: FilingForm): FilingForm {
  const word = (text: string | undefined) => text?.trim() || undefined
  const agent = (one: Agent): Agent => ({
    ...one, name: one.name.trim(), phone: word(one.phone), licence: one.kind === 'lawyer' ? word(one.licence) : undefined,
    firm: word(one.firm), id_number: word(one.id_number), until: word(one.until),
  })
  const party = (one: Party): Party => ({
    ...one,
    name: one.name.trim(), phone: word(one.phone), domicile: word(one.domicile),
    ...(one.kind === 'organisation'
      ? { id_number: undefined, id_masked: undefined, id_digest: undefined, sex: undefined, ethnicity: undefined, born_on: undefined, uscc: word(one.uscc)?.toUpperCase(), legal_representative: word(one.legal_representative) }
      : { id_number: word(one.id_number), uscc: undefined, legal_representative: undefined, sex: word(one.sex), ethnicity: word(one.ethnicity), born_on: word(one.born_on) }),
    agents: one.agents.map(agent),
  })
  return {
    ...form,
    claimants: form.claimants.map(party),
    respondents: form.respondents.map(party),
    third_parties: form.third_parties.map(party),
    claims: form.claims.map((claim) => claim.trim()).filter(Boolean),
    facts_and_reasons: form.facts_and_reasons.trim(),
    claim_amount_fen: form.claim_amount_fen ?? undefined,
  }
}

/** The form without what may not stay on a phone: ID numbers that were typed and not yet taken by the court. */
export function withoutIdNumbers(form: FilingForm): FilingForm {
  const strip = (one: Party): Party => ({ ...one, id_number: undefined, agents: one.agents.map((agent) => ({ ...agent, id_number: undefined })) })
  return { ...form, claimants: form.claimants.map(strip), respondents: form.respondents.map(strip), third_parties: form.third_parties.map(strip) }
}

type WithId = { id_number?: string }
/** Visits everybody in the form who can have an ID number, with the path of the person. */
export function eachId(form: FilingForm, visit: (one: WithId, path: string) => void): void {
  for (const side of ['claimants', 'respondents', 'third_parties'] as const) {
    form[side].forEach((party, index) => {
      visit(party, `${side}[${index}]`)
      party.agents.forEach((agent, position) => visit(agent, `${side}[${index}].agents[${position}]`))
    })
  }
}
/** What is missing, where a number that still stands as the court refused it has the court's reason instead. */
export function withRefusedIds(missing: FieldReason[], form: FilingForm | undefined, refused: Map<string, { typed: string; reason: string }>): FieldReason[] {
  if (!form || refused.size === 0) return missing
  const standing = new Map<string, string>()
  eachId(form, (one, path) => {
    const fault = refused.get(path)
    if (fault && one.id_number?.trim() === fault.typed) standing.set(`${path}.id_number`, fault.reason)
  })
  return [...missing.filter((one) => !standing.has(one.field)), ...[...standing].map(([field, reason]) => ({ field, reason }))]
}

/**
 * Puts what only the court can make (digest and masked form of an ID number) from the saved form into the one being
 * typed, and takes the typed number away where the court has it. Everything else stays as the person typed it.
 */
export function withDigests(typed: FilingForm, saved: FilingForm, sent: FilingForm): void {
  const one = <T extends { id_number?: string; id_masked?: string; id_digest?: string }>(mine?: T, theirs?: T, went?: T) => {
    if (!mine || !theirs || !went) return
    if (theirs.id_digest && went.id_number && (mine.id_number ?? '').trim() === went.id_number) {
      mine.id_number = undefined
      mine.id_masked = theirs.id_masked
      mine.id_digest = theirs.id_digest
    }
  }
  for (const side of ['claimants', 'respondents', 'third_parties'] as const) {
    typed[side].forEach((party, index) => {
      one(party, saved[side][index], sent[side][index])
      party.agents.forEach((agent, position) => one(agent, saved[side][index]?.agents[position], sent[side][index]?.agents[position]))
    })
  }
}

/** The part of a form that a path like `respondents[0].domicile` or `attachments.identity_proof` names. */
function partAt(form: FilingForm, path: string): unknown {
  const kind = /^attachments\.([a-z_]+)$/.exec(path)?.[1]
  if (kind) return form.attachments.filter((attachment) => attachment.kind === kind)
  let part: unknown = form
  for (const step of path.split(/[.[\]]+/).filter(Boolean)) {
    if (typeof part !== 'object' || part === null) return undefined
    // A typed ID number stands beside the masked form of the one before.
    part = step === 'id_number' ? [part, (part as WithId).id_number] : (part as Record<string, unknown>)[step]
  }
  return part
}
/** Whether nothing has been changed at this field between two forms. */
export function sameAt(before: FilingForm, now: FilingForm, path: string): boolean {
  return JSON.stringify(partAt(before, path)) === JSON.stringify(partAt(now, path))
}

/** What the two sides are called in this kind of case. */
export function sideRole(kind: FilingKind, side: 'claimants' | 'respondents' | 'third_parties'): string {
  if (side === 'third_parties') return 'third_party'
  if (kind === 'enforcement') return side === 'claimants' ? 'enforcement_applicant' : 'judgment_debtor'
  return side === 'claimants' ? 'plaintiff' : 'defendant'
}
