/** What a file is for whoever looks at it. */
export type Media = 'picture' | 'audio' | 'video' | 'pdf' | 'office' | 'text' | 'archive' | 'other'

/** Media types by the end of a file's name, for phones that tell none. Only kinds that the court takes. */
const byEnding: Record<string, string> = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', gif: 'image/gif', bmp: 'image/bmp', tif: 'image/tiff', tiff: 'image/tiff',
  heic: 'image/heif', heif: 'image/heif', mp3: 'audio/mpeg', wav: 'audio/x-wav', flac: 'audio/x-flac', aac: 'audio/aac', amr: 'audio/amr', m4a: 'audio/mp4',
  ogg: 'audio/ogg', mp4: 'video/mp4', mov: 'video/quicktime', webm: 'video/webm', pdf: 'application/pdf', zip: 'application/zip', rtf: 'application/rtf',
  txt: 'text/plain', csv: 'text/csv', doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint', ofd: 'application/ofd',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
}
const endingOf = (name: string) => /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? ''

/** The media type a file is handed in under; empty when neither the phone nor its name tells one. */
export function typeOf(file: { type: string; name: string }): string {
  const told = file.type.split(';')[0]!.trim().toLowerCase()
  return told === '' || told === 'application/octet-stream' ? byEnding[endingOf(file.name)] ?? '' : told
}
export function mediaOf(type: string): Media {
  if (type.startsWith('image/')) return 'picture'
  if (type.startsWith('audio/')) return 'audio'
  if (type.startsWith('video/')) return 'video'
  if (type.startsWith('text/')) return 'text'
  if (type === 'application/pdf' || type === 'application/ofd') return 'pdf'
  if (/zip/.test(type)) return 'archive'
  if (/^application\/(msword|rtf|vnd\.)/.test(type)) return 'office'
  return 'other'
}
