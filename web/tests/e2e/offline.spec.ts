import { expect, test } from './fixtures'
import { expectNoFaults, shoot } from './look'
import { device } from './people'

test('the app can be put on the home screen and opens without a network', async ({ browser, court }) => {
  const phone = await device(browser, court, 'phone', { serviceWorkers: 'allow' })
  const page = await phone.newPage()
  await page.goto('/')
  const manifest = await page.evaluate(async () => (await fetch(document.querySelector<HTMLLinkElement>('link[rel=manifest]')!.href)).json() as Promise<{ display: string; start_url: string; icons: { src: string; sizes: string }[] }>)
  expect(manifest).toMatchObject({ display: 'standalone' })
  expect(manifest.icons.map((icon) => icon.sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']))
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)

  await phone.setOffline(true)
  await page.reload()
  await expect(page.getByRole('link', { name: '我要立案' })).toBeVisible()
  await page.getByRole('link', { name: '设置' }).click()
  await expect(page.getByRole('heading', { name: '设置' })).toBeVisible()
  await page.goto('/m/cases')
  await expect(page.getByRole('alert')).toContainText('网络不通')
  await expectNoFaults(page, 'a page without a network')
  await shoot(page, 'phone-offline')
  await phone.close()
})
