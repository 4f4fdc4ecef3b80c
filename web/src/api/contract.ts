/**
 * Names of the shapes that travel between the court's node and this page, taken from the generated `schema.ts`.
 *
 * The node leaves out what it does not have, so an optional value is missing here, never `null`.
 */
import type { components } from './schema'

type Schemas = components['schemas']
/** A generated shape as it really comes: optional values are missing, not `null`. */
export type Present<T> = T extends (infer Item)[]
  ? Present<Item>[]
  : T extends object ? { [K in keyof T]: Present<Exclude<T[K], null>> } : Exclude<T, null>
type Shape<Name extends keyof Schemas> = Present<Schemas[Name]>

export type CaseId = Schemas['CaseId']
export type PersonId = Schemas['PersonId']
/** RFC 3339 with +08:00 and milliseconds. */
export type Instant = Schemas['Instant']
/** `YYYY-MM-DD`, Beijing. */
export type DateOn = Schemas['BeijingDate']

export type FieldReason = Shape<'Defect'>
export type Problem = Shape<'Problem'>
export type Origin = Schemas['Origin']
export type Receipt = Shape<'Receipt'>
/** Sequence number of the last known entry of each chain; 0 = none. */
export type Position = Shape<'Position'>
export type EntryRef = Shape<'EntryRef'>

export type NodeInfo = Shape<'NodeView'>
export type Court = Shape<'Court'>
export type Cause = Shape<'CauseView'>
export type Fee = Shape<'Fee'>

export type Duty = Schemas['Duty']
export type SessionView = Shape<'SessionView'>
export type PasskeyView = Shape<'PasskeyView'>
export type DeviceView = Shape<'DeviceView'>
export type InvitationView = Shape<'InvitationView'>
export type BlobRef = Shape<'BlobRef'>

export type FilingKind = Schemas['FilingKind']
export type FeeKind = Schemas['FilingFeeKind']
export type AgentKind = Schemas['AgentKind']
export type AgentStage = Schemas['CaseStage']
export type SpecialItem = Schemas['SpecialItem']
export type PartyKind = Schemas['PartyKind']
export type Attachment = Shape<'Attachment'>

/** What is only typed: it travels beside the form and never comes back. */
interface Typed { id_number?: string }
type Filled<T, Keys extends keyof T> = Omit<T, Keys> & Required<Pick<T, Keys>>
export type Agent = Filled<Shape<'AgentForm'>, 'stages' | 'special'> & Typed
export type Party = Omit<Shape<'PartyForm'>, 'agents'> & Typed & { agents: Agent[] }
type FormShape = Shape<'FilingForm'>
/** A filing as the page edits it: every list is there, ID numbers stand where they are typed. */
export type FilingForm =
  & Omit<Filled<FormShape, 'claims' | 'facts_and_reasons' | 'fee_kind' | 'attachments' | 'filed_by'>, 'claimants' | 'respondents' | 'third_parties' | 'filed_by' | 'enforcement' | 'administrative'>
  & {
    claimants: Party[]
    respondents: Party[]
    third_parties: Party[]
    filed_by: Filled<Shape<'Filer'>, 'as' | 'claimant'>
    enforcement?: Filled<Shape<'EnforcementForm'>, 'title_number' | 'title_court'>
    administrative?: Filled<Shape<'AdministrativeForm'>, 'agency_act'>
  }
export type TypedIdNumber = Shape<'TypedIdNumber'>
export type Draft = Omit<Shape<'DraftView'>, 'form'> & { form: FilingForm }
export type FilingState = Schemas['FilingState']
export type FilingView = Omit<Shape<'FilingView'>, 'form'> & { form: FilingForm }
export type StaffLoad = Shape<'StaffLoadView'>

export type ExchangeView = Shape<'ExchangeView'>
export type ExchangeEvent = Shape<'ExchangeEventView'>
export type OutsideView = Shape<'OutsideView'>

export type Act = Schemas['Act']
export type Action = Shape<'ActionView'>
export type CaseCard = Shape<'CaseCard'>
export type ImportedCard = Shape<'ImportedCard'>
export type CaseDetail = Shape<'CaseDetail'>
export type CaseParty = Shape<'PartyView'>
export type Member = Shape<'MemberView'>
export type CasePerson = Shape<'StaffName'>
export type Side = Schemas['Side']
export type Outcome = Schemas['Outcome']
export type ReopenCause = Schemas['ReopenCause']
export type CaseFlag = Schemas['CaseFlag']
export type Procedure = Schemas['Procedure']

export type Content = Shape<'MessageContent'>
export type SendableContent = Exclude<Content, { type: 'withdrawn' }>
type FormBody<T> = T extends { type: 'service_address_confirmed' } ? T : T extends { form: unknown } ? Omit<T, 'form'> & { form: FilingForm } : T
export type Body = FormBody<Shape<'EntryBody'>>
export type BodyType = Body['type']
export type EntryView = Omit<Shape<'EntryView'>, 'body'> & { body: Body }
export type Page = Omit<Shape<'Page'>, 'entries'> & { entries: EntryView[] }
export type FileIndex = Shape<'FileIndex'>
export type FileItem = Shape<'FileItem'>
export type FileMark = Shape<'FileMarkView'>
export type UploadState = Shape<'UploadView'>
export type ApplicationKind = Schemas['ApplicationKind']
export type ApplicationForm = Shape<'ApplicationForm'>
export type ApplicationField = Shape<'ApplicationFieldView'>
export type ApplicationKindView = Shape<'ApplicationKindView'>
export type ApplicationView = Shape<'ApplicationView'>
export type ApplicationStatus = Schemas['ApplicationStatus']
export type CaseApplications = Shape<'CaseApplications'>
export type AnswerForm = Shape<'AnswerForm'>
export type ClaimStance = Schemas['ClaimStance']
export type Whose = Shape<'Whose'>
export type CaseAgenda = Shape<'CaseAgenda'>
export type TurnView = Shape<'TurnView'>
export type DeadlineView = Shape<'DeadlineView'>
export type DeadlineStatus = DeadlineView['status']
export type PostMessage = Shape<'PostMessageRequest'>

type EntriesFrame<T> = T extends { entries: unknown } ? Omit<T, 'entries'> & { entries: EntryView[] } : T
/** What the node sends over the stream. */
export type StreamFrame = EntriesFrame<Shape<'StreamFrame'>> | Shape<'StreamAnswer'>
/** What this page sends over the stream. */
export type StreamRequest = Shape<'StreamRequest'>
