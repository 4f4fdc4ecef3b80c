import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'

const systemChromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))

const testDir = fileURLToPath(new URL('tests/e2e', import.meta.url))

/**
 * Whole journeys in a real browser against the real node. Each file of tests has a court of its own (`tests/e2e/court.ts`),
 * so that the sample people of one are strangers to the next; it is started from the program named in `WEICOURT_BIN`, or from
 * the debug build of this clone.
 */
export default defineConfig({
  testDir,
  // Workers, and with them courts, are never shared between projects.
  projects: readdirSync(testDir).filter((file) => file.endsWith('.spec.ts')).map((file) => ({ name: file.replace('.spec.ts', ''), testMatch: `**/${file}` })),
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 90_000,
  // A debug build on a busy machine takes its time; nothing waits longer than it has to.
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    browserName: 'chromium',
    actionTimeout: 20_000,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.WEICOURT_CHROMIUM ?? systemChromium,
      args: ['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required', '--force-color-profile=srgb'],
    },
  },
  metadata: { root: fileURLToPath(new URL('..', import.meta.url)) },
})
