export const caseTabs = ['space', 'evidence', 'applications', 'deadlines'] as const
/** What of a case is on the desk. */
export type CaseTab = typeof caseTabs[number]
/** The tab that an address names; the space where it names none. */
export const tabNamed = (words: unknown): CaseTab => caseTabs.find((name) => name === words) ?? 'space'
