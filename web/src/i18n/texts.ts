import { ref, shallowReactive, watch } from 'vue'

export type Locale = 'zh-CN' | 'en'
const stored = (): Locale => {
  try { return localStorage.getItem('locale') === 'en' ? 'en' : 'zh-CN' } catch { return 'zh-CN' }
}
/** The language of the page; kept on this device. */
export const locale = ref<Locale>(stored())

watch(locale, (chosen) => {
  document.documentElement.lang = chosen
  try { localStorage.setItem('locale', chosen) } catch { /* private browsing: the choice lasts as long as the page */ }
}, { immediate: true, flush: 'sync' })

export type Params = Record<string, string | number>

/**
 * A typed `t()` over one table of Chinese texts. English is fetched when it is first chosen; until it is there
 * the Chinese text stands. `{name}` in a text is filled from the parameters.
 */
export function texts<Key extends string>(chinese: Record<Key, string>, fetchEnglish: () => Promise<Record<Key, string>>) {
  const table = shallowReactive<{ english?: Record<Key, string> }>({})
  let asked = false
  watch(locale, (chosen) => {
    if (chosen !== 'en' || asked) return
    asked = true
    fetchEnglish().then((english) => { table.english = english }, () => { asked = false })
  }, { immediate: true })
  return (key: Key, params?: Params): string => {
    const text = (locale.value === 'en' && table.english?.[key]) || chinese[key]
    if (!params) return text
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
  }
}
