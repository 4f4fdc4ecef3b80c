import { createApp, watch } from 'vue'
import { onSignedOut } from '../api/client'
import { onNewDevice } from '../api/caseStream'
import { outbox } from '../api/outbox'
import { servedLooks } from '../api/servedLooks'
import { loadSession, session } from '../api/session'
import '../ui/tokens.css'
import '../ui/shapes.css'
import { t } from '../i18n'
import { toast } from '../ui/toast'
import { startAppearance } from '../ui/appearance'
import App from './App.vue'
import { router } from './router'

startAppearance()
createApp(App).use(router).mount('#app')

// What an earlier visit could not send goes out as soon as its maker is known to be here.
watch(session, (view) => {
  if (!view) return
  void outbox().load().then(() => outbox().wake())
  servedLooks().wake().catch(() => { /* a browser without a store of its own keeps no looks */ })
}, { immediate: true })
// Opened without a network, nobody is known; the network coming back tells who this is and lets the outbox go on.
window.addEventListener('online', () => { loadSession().catch(() => { /* asked again with the next page */ }) })
onNewDevice((label) => toast(t('devices.new', { label }), 'error'))
onSignedOut(() => {
  const here = router.currentRoute.value
  if (here.meta.person) void router.replace({ name: 'sign-in', query: { next: here.fullPath } })
})

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  navigator.serviceWorker.register('/sw.js').catch(() => { /* the page works without, only not offline */ })
}
