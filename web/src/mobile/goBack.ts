import { useRouter, type RouteLocationRaw } from 'vue-router'

/** The way back: where the person came from inside the app, or `otherwise` when the page was opened from outside. */
export function useGoBack(otherwise: RouteLocationRaw) {
  const router = useRouter()
  return () => {
    if (window.history.state?.back) router.back()
    else void router.replace(otherwise)
  }
}
