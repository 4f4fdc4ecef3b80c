import { texts } from '../texts'
import zh from './zh-CN'

export type FileKey = keyof typeof zh
/** A text of the reader of the case's file. It travels with the reader, which is fetched when it is first opened. */
export const f = texts<FileKey>(zh, async () => (await import('./en')).default)
