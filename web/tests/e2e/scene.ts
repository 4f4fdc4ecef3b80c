import type { Browser } from '@playwright/test'
import { Caller } from './api'
import type { Court } from './court'
import { type Person, sample } from './people'
import { loanPapers, photosOf } from './photos'

/** A case that is filed, registered and joined by both sides, and everybody who is in it. */
export interface Scene { caseId: string; plaintiff: Caller; defendant: Caller; judge: Caller; officer: Caller }

/** Sets up a loan case between two sample people before `judgeName`. */
export async function loanCase(browser: Browser, court: Court, who: { plaintiff: string; defendant: string; judge: [subject: string, name: string]; agent?: string }): Promise<Scene> {
  const [me, them]: [Person, Person] = [sample(who.plaintiff), sample(who.defendant)]
  const [plaintiff, officer, judge, photos] = await Promise.all([
    Caller.enrolled(court, me), Caller.staff(court, 'filing-1'), Caller.staff(court, who.judge[0]), photosOf(browser, loanPapers),
  ])
  const caseId = await plaintiff.fileLoan(me, them, [photos[0]!, photos[1]!], who.agent === undefined ? undefined : sample(who.agent))
  await officer.register(caseId, who.judge[1])
  const defendant = await Caller.enrolled(court, them)
  await defendant.join(them)
  await Promise.all([plaintiff, defendant].map((one) => one.there(`/api/cases/${caseId}`)))
  return { caseId, plaintiff, defendant, judge, officer }
}
