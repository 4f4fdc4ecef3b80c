import type { Browser } from '@playwright/test'

export interface Photo { name: string; mimeType: string; buffer: Buffer }

/** Photos as people hand them in, drawn by the browser: a page with lines of words, JPEG, `width` × `height` px. */
export async function photosOf(browser: Browser, pages: { name: string; title: string; lines: string[] }[], width = 900, height = 1200): Promise<Photo[]> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const drawn = await page.evaluate(({ pages, width, height }) => pages.map(({ title, lines }) => {
      const canvas = document.createElement('canvas')
      canvas.width = width
      canvas.height = height
      const pen = canvas.getContext('2d')!
      const shade = pen.createLinearGradient(0, 0, width, height)
      shade.addColorStop(0, '#fbf7ec'); shade.addColorStop(1, '#e4dcc8')
      pen.fillStyle = shade; pen.fillRect(0, 0, width, height)
      pen.fillStyle = '#222'; pen.textAlign = 'center'
      pen.font = `bold ${width / 11}px "Noto Serif CJK SC", serif`; pen.fillText(title, width / 2, height * 0.16)
      pen.textAlign = 'left'; pen.font = `${width / 23}px "Noto Serif CJK SC", serif`
      lines.forEach((line, index) => { pen.fillText(line, width * 0.1, height * 0.28 + index * width / 12) })
      return canvas.toDataURL('image/jpeg', 0.85).split(',')[1]!
    }), { pages, width, height })
    return drawn.map((base64, index) => ({ name: pages[index]!.name, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') }))
  } finally {
    await context.close()
  }
}

/** What the plaintiff of the sample story hands in. */
export const loanPapers = [
  { name: '借条.jpg', title: '借  条', lines: ['今向样例甲借到人民币捌万元整', '（¥80,000.00），借期一年，', '年利率百分之六。', '', '借款人：样例乙', '2025年3月1日'] },
  { name: '转账记录.jpg', title: '转账记录', lines: ['付款人：样例甲', '收款人：样例乙', '金额：80,000.00 元', '时间：2025-03-01 10:12', '附言：借款'] },
]
