import { test as base } from '@playwright/test'
import { Court } from './court'

/** Tests with a court of their own in every worker. */
export const test = base.extend<object, { court: Court }>({
  court: [async ({}, use) => {
    const court = await Court.start()
    await use(court)
    await court.stop()
    court.forget()
  }, { scope: 'worker' }],
})
export { expect } from '@playwright/test'
