import type { ExhibitKind, OriginalHolder } from '../../api/evidence'
import { te } from '../../i18n/evidence'
import { formatDuration } from '../../ui/format'
import { mediaOf } from './media'

export interface NamedFile { name: string; media_type: string; duration_ms?: number }

/** Names that cameras, messengers and recorders give say nothing about what is in the file. */
const meaningless = /^(img|dsc|dscn|pxl|vid|mvimg|image|photo|picture|screenshot|screen|scan|rec|audio|video|voice|file|document|mmexport|wechatimg|wx_camera|microsoft|微信图片|微信截图|微信视频|qq图片|qq截图|图片|照片|截图|截屏|屏幕截图|录音|新录音|未命名|无标题|下载)?[\s_\-.()（）\d年月日时分秒]*$/i
const shotOfScreen = /^(screenshot|screen|截图|截屏|屏幕截图|微信截图|微信图片|qq截图|mmexport|wechatimg)/i
const stemOf = (name: string) => name.replace(/\.[a-z0-9]{1,5}$/i, '').trim()

/** What an exhibit of these files is called until somebody says otherwise; at most 100 characters. */
export function defaultName(files: NamedFile[]): string {
  const first = files[0]
  if (!first) return ''
  const told = files.map((file) => stemOf(file.name)).find((stem) => stem !== '' && !meaningless.test(stem))?.slice(0, 80)
  const media = new Set(files.map((file) => mediaOf(file.media_type)))
  if (media.size === 1) {
    if (media.has('picture')) {
      if (told && files.length === 1) return told
      return files.length === 1 ? te('name.photo') : te('name.photos', { n: files.length })
    }
    if (media.has('audio') && files.length === 1 && !told) return first.duration_ms ? te('name.audio_of', { length: formatDuration(first.duration_ms) }) : te('name.audio')
    if (media.has('video') && files.length === 1 && !told) return te('name.video')
  }
  const lead = told ?? te('name.file')
  return files.length === 1 ? lead : te('name.and_more', { name: lead, n: files.length })
}

/** The kind an exhibit of these files most likely is; the person may say otherwise. */
export function defaultKind(files: NamedFile[]): ExhibitKind {
  const media = new Set(files.map((file) => mediaOf(file.media_type)))
  if (media.has('video')) return 'video'
  if (media.has('audio')) return 'audio'
  if (files.some((file) => shotOfScreen.test(file.name))) return 'electronic_data'
  if (media.size > 0 && [...media].every((one) => one === 'archive' || one === 'text')) return 'electronic_data'
  // One picture is most often a picture of something, several are the pages of a paper.
  if (media.size === 1 && media.has('picture') && files.length === 1) return 'photograph'
  return 'document'
}
export function defaultOriginal(kind: ExhibitKind): OriginalHolder {
  return kind === 'audio' || kind === 'video' || kind === 'electronic_data' || kind === 'photograph' ? 'electronic_original' : 'submitter'
}
