export type Media = 'picture' | 'pdf' | 'sound' | 'film' | 'other'
/** How a file of an exhibit is shown. */
export function mediaOf(mediaType: string): Media {
  if (mediaType.startsWith('image/')) return 'picture'
  if (mediaType.startsWith('audio/')) return 'sound'
  if (mediaType.startsWith('video/')) return 'film'
  return mediaType === 'application/pdf' ? 'pdf' : 'other'
}
