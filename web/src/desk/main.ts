import { createApp } from 'vue'
import App from './App.vue'
import '../ui/tokens.css'
import '../ui/shapes.css'
import { startAppearance } from '../ui/appearance'

startAppearance()
createApp(App).mount('#app')
