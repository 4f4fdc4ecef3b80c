const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']
/** A number below ten thousand as laws write it: 103 → 一百零三, 12 → 十二. */
export function inCharacters(number: number): string {
  let words = ''
  let gap = false
  for (const [unit, name] of [[1000, '千'], [100, '百'], [10, '十'], [1, '']] as const) {
    const digit = Math.floor(number / unit) % 10
    if (digit === 0) { gap = words !== ''; continue }
    if (gap) words += digits[0]
    gap = false
    words += (digit === 1 && unit === 10 && words === '' ? '' : digits[digit]) + name
  }
  return words
}
/**
 * Provisions as a document of the court names them: `民事诉讼法 §49`, `民事诉讼法 §50` → 《民事诉讼法》第四十九条、第五十条.
 * What is written otherwise stays as it is.
 */
export function lawWords(sources: readonly string[]): string {
  const parts: { law: string; words: string }[] = []
  for (const source of sources) {
    const match = /^(.+?) ?§(\d{1,4})$/.exec(source.trim())
    if (!match) { if (source) parts.push({ law: '', words: source }); continue }
    const [, law, number] = match
    const last = parts.at(-1)
    const article = `第${inCharacters(Number(number))}条`
    if (last && last.law === law) last.words += `、${article}`
    else parts.push({ law: law!, words: `《${law}》${article}` })
  }
  return parts.map((one) => one.words).join('；')
}
