import type { ChooseNotices, NoticeChannel, NoticeChoices } from '../../api/notices'

/** Quiet hours that are offered to whoever turns them on. */
export const usualQuiet = { from: '22:00', to: '08:00' } as const
/** Channels of a group with one turned on or off, in the order in which they are offered. */
export const withChannel = (group: NoticeChoices['groups'][number], channel: NoticeChannel, on: boolean): NoticeChannel[] =>
  group.offered.filter((one) => (one === channel ? on : group.channels.includes(one)))
/** Quiet hours that begin when they end are none. */
export const areTimes = (quiet: NoticeChoices['quiet']): boolean =>
  !quiet || (/^([01]\d|2[0-3]):[0-5]\d$/.test(quiet.from) && /^([01]\d|2[0-3]):[0-5]\d$/.test(quiet.to) && quiet.from !== quiet.to)
/** What is handed in: the person has seen every group, so every group is said. */
export const bodyOf = (choices: NoticeChoices): ChooseNotices => ({
  ...(choices.quiet && { quiet: { ...choices.quiet } }), digest_hour: choices.digest_hour,
  channels: Object.fromEntries(choices.groups.filter((one) => one.offered.length > 0).map((one) => [one.group, one.channels.filter((channel) => one.offered.includes(channel))])),
})
