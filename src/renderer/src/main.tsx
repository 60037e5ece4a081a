import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/newsreader/opsz.css'
import '@fontsource-variable/newsreader/opsz-italic.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { applyTheme, rememberedLook } from './app/look.ts'
import { router } from './app/router.tsx'
import { views } from './app/views.ts'
import { chooseLanguage } from '../../contract/language.ts'
import { startI18n } from './i18n/index.ts'
import { queryClient } from './lib/studio.ts'

const look = rememberedLook()
applyTheme(look.theme)
await startI18n(chooseLanguage(look.language, navigator.languages))

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)

// Every view is fetched soon after the first is drawn, so that a studio that goes away takes none of them with it.
setTimeout(() => {
  for (const { load } of views) load().catch(() => {}) // asked for again when it is opened
}, 1_000)
