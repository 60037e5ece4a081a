import { useTranslation } from 'react-i18next'
import { useViewSearch } from '../../lib/go.ts'
import { Masthead } from '../../ui/index.ts'
import { About } from './about.tsx'
import { AiSection } from './ai/ai-section.tsx'
import { BrandSection } from './brand/brand-section.tsx'
import { CadenceSection } from './cadence/cadence-section.tsx'
import { DataSection } from './data-section.tsx'
import { Look, WindowSection } from './look.tsx'
import { MediaHostSection } from './media-host/media-host-section.tsx'
import { QueueTimes } from './queue-times.tsx'
import { UsageSection } from './usage/usage-section.tsx'
import { VaultSection } from './vault-section.tsx'
import { WorkspaceSection } from './workspace-section.tsx'
import './settings.css'

const sections = {
  workspace: WorkspaceSection,
  queue: QueueTimes,
  mediaHost: MediaHostSection,
  ai: AiSection,
  brand: BrandSection,
  cadence: CadenceSection,
  aiUsage: UsageSection,
  look: Look,
  window: WindowSection,
  vault: VaultSection,
  data: DataSection,
  about: About,
} as const
type Section = keyof typeof sections
const names = Object.keys(sections) as Section[]

/** Choices of one workspace and of the studio, each saved as it is made. */
export function View() {
  const { t } = useTranslation('settings')
  const [address, setAddress] = useViewSearch<'section'>()
  const section = names.find((name) => name === address.section) ?? 'workspace'
  const Shown = sections[section]
  return (
    <main className="view">
      <Masthead title={t('title')} />
      <div className="st-page">
        <nav className="st-nav" aria-label={t('sections')}>
          {names.map((name) => (
            <button
              key={name}
              type="button"
              aria-current={name === section ? 'page' : undefined}
              onClick={() => setAddress({ section: name })}
            >
              {t(name)}
            </button>
          ))}
        </nav>
        <div className="st-body scroll" key={section}>
          <div className="st-sheet">
            <Shown />
          </div>
        </div>
      </div>
    </main>
  )
}
