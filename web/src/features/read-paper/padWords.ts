import { s } from '../../i18n/service'

/** What the pad for signatures says. */
export const padWords = () => ({
  pad: s('pad.pad'), hint: s('pad.hint'), clear: s('pad.clear'), undo: s('pad.undo'), keyboard: s('pad.keyboard'), write: s('pad.write'),
  typed: s('pad.name'), own: s('pad.own'), more: s('pad.more'), ready: s('pad.ready'),
})
