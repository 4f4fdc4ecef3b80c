/**
 * Names of the shapes that travel between the court's node and this page.
 *
 * Every screen imports shapes from here, so that the file behind the names can change without touching a screen.
 */

export type CaseId = string
export type PersonId = string
/** RFC 3339 with +08:00 and milliseconds. */
export type Instant = string
/** `YYYY-MM-DD`, Beijing. */
export type DateOn = string

export interface FieldReason { field: string; reason: string }
export interface Problem {
  type: string
  code: string
  title: string
  status: number
  detail?: string
  next_step: string
  article?: string
  incident?: string
  fields?: FieldReason[]
}

export type Origin = 'front' | 'court'
export interface Receipt {
  case: CaseId
  origin: Origin
  seq: number
  hash: string
  at: Instant
  signature: string
  command_id: string
}
/** Sequence number of the last known entry of each chain; 0 = none. */
export interface Position { front: number; court: number }
export interface EntryRef { origin: Origin; seq: number }

export interface NodeInfo {
  name: string
  role: 'all' | 'court' | 'front'
  version: string
  verifying_key: string
  demo: boolean
  court_hotline: string
  map_url_template?: string
}
export interface Court { code: string; name: string; level: string; city: string; address: string; phone: string }
export interface Cause { code: string; name: string; path: string[] }
export interface Fee { fee_fen: number; steps: string[]; source: string[] }

export type Duty = 'judge' | 'clerk' | 'judge_assistant' | 'filing_officer' | 'enforcement_officer' | 'division_head'
export interface SessionView {
  person: PersonId
  name: string
  masked_id?: string
  masked_phone?: string
  assurance: 'phone' | 'real_name' | 'face' | 'staff'
  staff?: { court: string; court_name: string; duties: Duty[]; title: string }
  expires_at: Instant
}
export interface InvitationView {
  court_name: string
  case_title_masked: string
  case_number: string
  role: string
  party_name_masked: string
  state: 'open' | 'used' | 'expired'
}

export interface BlobRef {
  sha256: string
  size_bytes: number
  media_type: string
  name?: string
  width?: number
  height?: number
  duration_ms?: number
}

export type FilingKind = 'civil_first_instance' | 'administrative_first_instance' | 'enforcement'
export type FeeKind =
  | 'property' | 'divorce' | 'personality_right' | 'other_non_property'
  | 'ip_civil' | 'labour' | 'administrative' | 'enforcement'
export type AgentKind = 'lawyer' | 'legal_worker' | 'relative' | 'staff' | 'recommended'
export type AgentStage = 'first_instance' | 'appeal' | 'retrial' | 'enforcement' | 'mediation'
export type SpecialItem =
  | 'admit' | 'waive' | 'change_claims' | 'settle' | 'mediate'
  | 'counterclaim' | 'appeal' | 'withdraw' | 'receive_payment' | 'receive_documents'
export interface Agent {
  kind: AgentKind
  name: string
  /** Write only: the server never sends it back. */
  id_number?: string
  id_masked?: string
  id_digest?: string
  phone?: string
  licence?: string
  firm?: string
  stages: AgentStage[]
  special: SpecialItem[]
  until?: DateOn
}
export type PartyKind = 'natural_person' | 'organisation'
export interface Party {
  kind: PartyKind
  name: string
  /** Write only: the server never sends it back. */
  id_number?: string
  id_masked?: string
  id_digest?: string
  uscc?: string
  legal_representative?: string
  sex?: string
  ethnicity?: string
  born_on?: DateOn
  phone?: string
  domicile?: string
  agents: Agent[]
}
export type AttachmentKind = 'identity_proof' | 'power_of_attorney' | 'agent_papers' | 'evidence' | 'enforcement_title' | 'other'
export interface Attachment { kind: AttachmentKind; name: string; blob: BlobRef }
export interface FilingForm {
  kind: FilingKind
  court_code?: string
  cause_code?: string
  claimants: Party[]
  respondents: Party[]
  third_parties: Party[]
  claims: string[]
  facts_and_reasons: string
  claim_amount_fen?: number
  fee_kind: FeeKind
  attachments: Attachment[]
  enforcement?: { title_number: string; title_court: string; effective_on?: DateOn; performance_due_on?: DateOn }
  administrative?: { agency_act: string; acted_on?: DateOn }
  filed_by: { as: 'party' | 'agent'; claimant: number; agent?: number }
}
export interface Draft {
  id: CaseId
  kind: FilingKind
  version: number
  updated_at: Instant
  form: FilingForm
  missing: FieldReason[]
}
export type FilingState = 'submitted' | 'correction' | 'registered' | 'not_accepted' | 'lapsed'
export interface FilingView {
  case: CaseId
  kind: FilingKind
  state: FilingState
  submitted_at: Instant
  review_until: DateOn
  due_in_days?: number
  title: string
  court_code: string
  court_name: string
  cause_name: string
  claim_amount_fen?: number
  fee?: Fee
  form: FilingForm
  defects?: FieldReason[]
  correction_until?: DateOn
  rejection?: { reason: string; article: string }
  mediation?: { state: 'offered' | 'accepted' | 'refused'; note?: string }
  case_number?: string
  receipts: Receipt[]
  actions: string[]
}
export interface StaffLoad { person: PersonId; name: string; title: string; duties: Duty[]; open_cases: number }

export interface CaseCard {
  case: CaseId
  title: string
  case_number?: string
  court_name: string
  stage: string
  status: string
  role: string
  last?: { at: Instant; name: string; preview: string }
  unread: number
  mentioned: boolean
  due?: { what: string; on: DateOn }
  closed: boolean
}
export type ActionName =
  | 'post_message' | 'send_voice' | 'send_photo' | 'send_file' | 'send_location' | 'call_member'
  | 'mute_member' | 'unmute_member' | 'close_floor' | 'open_floor' | 'set_quiet_hours' | 'clear_quiet_hours'
  | 'close_case' | 'assign_bench' | 'invite_member' | 'withdraw_message' | 'quote_message' | 'mention_member'
  | 'request_correction' | 'reject_filing' | 'register_case' | 'offer_mediation' | 'answer_mediation_offer'
  | 'resubmit_filing' | 'post_to_bench'
export interface Action { name: string; until?: Instant; refused?: { code: string; title: string } }
export interface Member {
  person: PersonId
  name: string
  role: string
  side?: Side
  party?: number
  state: 'active' | 'invited'
  muted_until?: Instant
  online: boolean
  actions: string[]
}
export type Side = 'claimant' | 'respondent' | 'third_party'
export interface CasePerson { person: PersonId; name: string }
export interface CaseParty {
  party: number
  role: string
  side: Side
  name: string
  kind: PartyKind
  agents: { name: string; kind: AgentKind }[]
  joined: boolean
  invited: boolean
}
export interface CaseDetail {
  case: CaseId
  title: string
  case_number: string
  court_code: string
  court_name: string
  case_type: string
  case_type_name: string
  cause_code: string
  cause_name: string
  procedure: string
  status: string
  stage: string
  handling_judge?: CasePerson
  clerk?: CasePerson
  judge_assistant?: CasePerson
  panel: CasePerson[]
  filed_on: DateOn
  hearing_on?: DateOn
  closed?: { on: DateOn; outcome: string; note: string }
  claim_amount_fen?: number
  parties: CaseParty[]
  members: Member[]
  floor: { closed: boolean; quiet_from?: string; quiet_to?: string }
  me: { person: PersonId; role: string; muted_until?: Instant }
  due?: { what: string; on: DateOn }
  heads: Position
  read_marks: { person: PersonId; upto: Position }[]
  actions: Action[]
}

export type Content =
  | { type: 'text'; text: string }
  | { type: 'voice'; blob: BlobRef }
  | { type: 'photo'; blob: BlobRef; preview?: BlobRef }
  | { type: 'file'; blob: BlobRef }
  | { type: 'location'; latitude_e7: number; longitude_e7: number; name: string; address: string }
  | { type: 'withdrawn' }
export type SendableContent = Exclude<Content, { type: 'withdrawn' }>
export type Outcome = 'judgment' | 'mediated' | 'withdrawn' | 'dismissed' | 'transferred' | 'terminated' | 'enforced'

export type Body =
  | { type: 'filing_submitted'; form: FilingForm }
  | { type: 'filing_resubmitted'; form: FilingForm }
  | { type: 'correction_requested'; defects: FieldReason[]; until: DateOn }
  | { type: 'filing_rejected'; reason: string; article: string }
  | { type: 'mediation_offered'; note: string }
  | { type: 'mediation_answered'; accepted: boolean }
  | {
    type: 'case_registered'; case_number: string; court_code: string; court_name: string; case_type: string
    cause_code: string; cause_name: string; procedure: string; filed_on: DateOn; title: string
  }
  | { type: 'bench_assigned'; handling_judge: CasePerson; clerk: CasePerson; judge_assistant?: CasePerson; panel: CasePerson[] }
  | { type: 'member_invited'; party: number; name: string; role: string }
  | { type: 'member_joined'; person: PersonId; name: string; role: string; party?: number }
  | { type: 'member_called'; person: PersonId; name: string }
  | { type: 'message_posted'; content: Content; quote?: EntryRef; mentions: PersonId[] }
  | { type: 'message_withdrawn'; message: EntryRef }
  | { type: 'member_muted'; person: PersonId; name: string; until?: Instant; reason: string }
  | { type: 'member_unmuted'; person: PersonId; name: string }
  | { type: 'floor_closed'; reason: string }
  | { type: 'floor_opened' }
  | { type: 'quiet_hours_set'; from: string; to: string }
  | { type: 'quiet_hours_cleared' }
  | { type: 'case_closed'; outcome: string; note: string; closed_on: DateOn }
export type BodyType = Body['type']

export interface EntryView {
  origin: Origin
  seq: number
  n: number
  at: Instant
  hash: string
  command_id: string
  actor: { person: PersonId; name: string; role: string }
  audience: 'everyone' | 'court' | 'side' | 'persons' | 'room'
  body: Body
  actions: string[]
}
export interface Page { entries: EntryView[]; after: Position; upto: Position; more: boolean; oldest_n?: number }
export interface UploadState { upload: string; offset: number; size_bytes?: number; chunk_bytes?: number }
export interface PostMessage { content: SendableContent; quote?: EntryRef; mentions?: PersonId[]; audience?: 'everyone' | 'bench' }

/** What the node sends over the stream. */
export type StreamFrame =
  | { type: 'entries'; case: CaseId; after: Position; upto: Position; entries: EntryView[]; more: boolean }
  | { type: 'receipt'; id: string; receipt: Receipt }
  | { type: 'problem'; id: string; problem: Problem }
  | { type: 'read'; case: CaseId; person: PersonId; upto: Position }
  | { type: 'presence'; case: CaseId; person: PersonId; online: boolean }
  | { type: 'case_changed'; case: CaseId }
  | { type: 'called'; case: CaseId; by: string }
  | { type: 'pong' }
  | { type: 'lagged'; case: CaseId }
/** What this page sends over the stream. */
export type StreamRequest =
  | { type: 'open'; case: CaseId; after: Position }
  | { type: 'shut'; case: CaseId }
  | { type: 'act'; id: string; case: CaseId; op: string; body: unknown }
  | { type: 'read'; case: CaseId; upto: Position }
  | { type: 'ping' }
