import { createApp } from 'vue'
import { onSignedOut } from '../api/client'
import { outbox } from '../api/outbox'
import { session } from '../api/session'
import '../ui/tokens.css'
import '../ui/shapes.css'
import { startAppearance } from '../ui/appearance'
import App from './App.vue'
import { router } from './router'
import { watch } from 'vue'

startAppearance()
createApp(App).use(router).mount('#app')

// What an earlier visit could not send goes out as soon as its maker is known to be here.
watch(session, (view) => { if (view) { void outbox().load().then(() => outbox().wake()) } }, { immediate: true })
onSignedOut(() => {
  const here = router.currentRoute.value
  if (here.meta.person) void router.replace({ name: 'sign-in', query: { next: here.fullPath } })
})

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  navigator.serviceWorker.register('/sw.js').catch(() => { /* the page works without, only not offline */ })
}
