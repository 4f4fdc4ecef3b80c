/** What a picture of a message says around its words. */
export interface SaidWords { by: string; at: string; text: string; /** Where the message stands in the record. */ place: string }

/** Lines no wider than `most`, broken where the writer broke them and else between any two characters, as Chinese is. */
export function linesOf(text: string, most: number, widthOf: (line: string) => number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const character of paragraph) {
      if (line !== '' && widthOf(line + character) > most) { lines.push(line); line = '' }
      line += character
    }
    lines.push(line)
  }
  return lines
}

const width = 1080
const margin = 72
const lineHeight = 66
/**
 * A picture of a message of words: an exhibit consists of files, and words have none. The entry of the exhibit names the
 * message, so that the picture can be held against the record.
 */
export async function pictureOfWords(said: SaidWords): Promise<Blob> {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  const fontOf = (px: number) => `${px}px "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`
  pen.font = fontOf(44)
  const lines = linesOf(said.text, width - 2 * margin, (line) => pen.measureText(line).width)
  canvas.width = width
  canvas.height = 2 * margin + 170 + lines.length * lineHeight
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.textBaseline = 'top'
  pen.fillStyle = '#555'
  pen.font = fontOf(36)
  pen.fillText(`${said.by}　${said.at}`, margin, margin)
  pen.fillStyle = '#111'
  pen.font = fontOf(44)
  lines.forEach((line, index) => pen.fillText(line, margin, margin + 80 + index * lineHeight))
  pen.fillStyle = '#777'
  pen.font = fontOf(28)
  pen.fillText(said.place, margin, canvas.height - margin - 28)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => { if (blob) resolve(blob); else reject(new Error('no picture')) }, 'image/png')
  })
}
