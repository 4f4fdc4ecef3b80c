import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, expect } from '@playwright/test'
import type { Court } from './court'

export interface Person { name: string; id_number: string; phone: string }

/** Everybody in `testdata/people.toml`: tables of plain strings, one line each. */
const everybody = new Map(
  readFileSync(fileURLToPath(new URL('../../../testdata/people.toml', import.meta.url)), 'utf8')
    .split('[[people]]').slice(1)
    .map((table) => {
      const at = (key: string) => new RegExp(`^${key} = "(.*)"$`, 'm').exec(table)?.[1] ?? ''
      return [at('name'), { name: at('name'), id_number: at('id_number'), phone: at('phone') }] as const
    }),
)
export function sample(name: string): Person {
  const person = everybody.get(name)
  if (!person) throw new Error(`nobody in testdata/people.toml is called ${name}`)
  return person
}

const phone = (width: number, height: number): BrowserContextOptions =>
  ({ viewport: { width, height }, deviceScaleFactor: 2, isMobile: true, hasTouch: true })
export const devices = {
  phone: phone(390, 844),
  smallPhone: phone(360, 740),
  desk: { viewport: { width: 1440, height: 900 } },
} satisfies Record<string, BrowserContextOptions>

/** A device of its own: nothing is shared with other devices but the court. */
export async function device(browser: Browser, court: Court, kind: keyof typeof devices, more: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({
    ...devices[kind], baseURL: kind === 'desk' ? court.workbench : court.url, permissions: ['microphone', 'geolocation', 'clipboard-read', 'clipboard-write'],
    geolocation: { latitude: 29.8682, longitude: 121.5493 }, ...more,
  })
}

async function typeCode(page: Page, court: Court, person: Person): Promise<void> {
  const before = await court.messagesTo(person.phone)
  await page.getByLabel('手机号码').fill(person.phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  const text = await court.message(person.phone, /验证码/, before)
  await page.getByLabel('短信验证码').fill(/\d{4,8}/.exec(text)![0])
}
/** Fills in the enrolment on the page and waits until the page goes on. */
export async function enrol(page: Page, court: Court, person: Person): Promise<void> {
  await page.getByLabel('姓名').fill(person.name)
  await page.getByLabel('公民身份号码').fill(person.id_number)
  await typeCode(page, court, person)
  await page.getByRole('button', { name: '认证并登录' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}
/** Signs in somebody who has enrolled before, on another device: the identity is checked again. */
export async function signIn(page: Page, court: Court, person: Person): Promise<void> {
  await page.goto('/m/sign-in')
  await typeCode(page, court, person)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByText('新设备需要重新核验身份')).toBeVisible()
  await page.getByLabel('姓名').fill(person.name)
  await page.getByLabel('公民身份号码').fill(person.id_number)
  await page.getByRole('button', { name: '核验并登录' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}
/** Signs on a member of staff at the court's own provider and comes back to `returnTo`. */
export async function signOn(page: Page, name: string, returnTo: string): Promise<void> {
  await page.goto(`/api/staff/sign-on?return_to=${encodeURIComponent(returnTo)}`)
  await page.getByRole('button', { name }).click()
  await page.waitForURL((url) => url.pathname.startsWith('/desk') || url.pathname.startsWith('/m'))
}
