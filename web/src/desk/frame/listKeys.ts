/** Up and down, Home and End move between the rows of a list; Enter opens, as on any link. */
export function moveInList(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key]
  if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return
  const list = event.currentTarget as HTMLElement
  const rows = [...list.querySelectorAll<HTMLElement>('.row')]
  if (rows.length === 0) return
  const at = rows.indexOf(document.activeElement as HTMLElement)
  if (at < 0 && event.target !== list) return
  event.preventDefault()
  rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus()
}
