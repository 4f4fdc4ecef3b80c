import { answer, node } from './client'
import type { Present } from './contract'
import type { components } from './schema'

type Schemas = components['schemas']
export type NoticeGroup = Schemas['NoticeGroup']
export type NoticeChannel = Schemas['NoticeChannel']
/** How a person is told. */
export type NoticeChoices = Present<Schemas['NoticeChoices']>
/** How they want to be told; replaces what they chose before. */
export type ChooseNotices = Present<Schemas['ChooseNotices']>

export const showNoticeChoices = (): Promise<NoticeChoices> => answer(node.GET('/api/me/notices'))
export const chooseNotices = (body: ChooseNotices): Promise<NoticeChoices> => answer(node.PUT('/api/me/notices', { body }))
