import { ref, watch } from 'vue'

export type Theme = 'system' | 'light' | 'dark'
export type Size = 'standard' | 'large'

function kept<T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
  try {
    const value = localStorage.getItem(name) as T | null
    return value && allowed.includes(value) ? value : otherwise
  } catch { return otherwise }
}
function keep(name: string, value: string): void {
  try { localStorage.setItem(name, value) } catch { /* private browsing: the choice lasts as long as the page */ }
}

/** Light, dark or as the phone says; kept on this device. */
export const theme = ref<Theme>(kept('theme', ['system', 'light', 'dark'], 'system'))
/** Standard or large type (大字版); kept on this device. */
export const size = ref<Size>(kept('size', ['standard', 'large'], 'standard'))

/** Applies the kept choices to the page and follows the phone's own dark switch. */
export function startAppearance(): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const dark = theme.value === 'dark' || (theme.value === 'system' && system.matches)
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
    document.documentElement.dataset.size = size.value
  }
  system.addEventListener('change', apply)
  watch(theme, (value) => { keep('theme', value); apply() })
  watch(size, (value) => { keep('size', value); apply() })
  apply()
}
