import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import { type Page, expect } from '@playwright/test'

const shots = fileURLToPath(new URL('../../../artifacts/screenshots', import.meta.url))
const images = fileURLToPath(new URL('../../../docs/images', import.meta.url))

/** Keeps a picture of the page as it stands, to be looked at by a person; `full` for all of a long page. */
export async function shoot(page: Page, name: string, full = false): Promise<void> {
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: full, animations: 'disabled' })
}
/** The picture for the front page of the project, only when it is asked for (`npm run pictures`). */
export async function shootForReadme(page: Page, name: string): Promise<void> {
  if (!process.env.WEICOURT_PICTURES) return
  mkdirSync(images, { recursive: true })
  await page.screenshot({ path: join(images, `${name}.png`), animations: 'disabled' })
}

interface Fault { rule: string; impact: string; where: string[] }
/** Serious and critical faults that axe finds on the page as it stands. */
async function faults(page: Page): Promise<Fault[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { axe: typeof axe }
    const { violations } = await run.run(document, { resultTypes: ['violations'] })
    return violations
      .filter((one) => one.impact === 'serious' || one.impact === 'critical')
      .map((one) => ({ rule: one.id, impact: String(one.impact), where: one.nodes.slice(0, 5).map((node) => `${node.target.join(' ')} ${(node.failureSummary ?? '').replaceAll('\n', ' ')}`) }))
  })
}
export async function expectNoFaults(page: Page, what: string): Promise<void> {
  expect(await faults(page), `serious faults of ${what}`).toEqual([])
}
/** Nothing on the page has to be reached by scrolling sideways. */
export async function expectNoSidewaysScrolling(page: Page, what: string): Promise<void> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wider, `px that ${what} is wider than the screen`).toBeLessThanOrEqual(0)
}

/** How the page is drawn: kept on the device as the settings page keeps it. */
export interface Drawn { theme: 'light' | 'dark'; size: 'standard' | 'large' }
export const manners: { name: string; drawn: Drawn }[] = [
  { name: 'light', drawn: { theme: 'light', size: 'standard' } },
  { name: 'dark', drawn: { theme: 'dark', size: 'standard' } },
  { name: 'elder', drawn: { theme: 'light', size: 'large' } },
]
