import { ProblemError, offlineProblem } from './problem'
import type { Problem } from './contract'
import { newCommandId } from './client'

export type NoticeGroup = 'service' | 'deadlines' | 'evidence' | 'applications' | 'progress' | 'talk' | 'todos'
export type NoticeChannel = 'in_app' | 'sms' | 'wechat'
export interface QuietTimes { from: string; to: string }
/** How a person is told. */
export interface NoticeChoices {
  quiet?: QuietTimes
  /** Hour of the day in Beijing. */
  digest_hour: number
  groups: { group: NoticeGroup; name: string; channels: NoticeChannel[]; offered: NoticeChannel[] }[]
}
/** How they want to be told; replaces what they chose before. */
export interface ChooseNotices { quiet?: QuietTimes; digest_hour: number; channels: Partial<Record<NoticeGroup, NoticeChannel[]>> }

async function call(init?: RequestInit): Promise<NoticeChoices> {
  let response: Response
  try {
    response = await fetch('/api/me/notices', { credentials: 'same-origin', ...init })
  } catch {
    throw new ProblemError(offlineProblem())
  }
  const told = await response.json().catch(() => undefined) as NoticeChoices | Problem | undefined
  if (response.ok && told && 'groups' in told) return told
  throw new ProblemError(told && 'code' in told ? told : { ...offlineProblem(), status: response.status })
}
export const showNoticeChoices = (): Promise<NoticeChoices> => call()
export const chooseNotices = (body: ChooseNotices): Promise<NoticeChoices> =>
  call({ method: 'PUT', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': newCommandId() } })
