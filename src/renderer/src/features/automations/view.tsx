import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus, Webhook } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../../lib/actions.ts'
import { useStudio, useWorkspace } from '../../lib/studio.ts'
import { Button, Masthead, Strip, Tabs } from '../../ui/index.ts'
import { ApprovalsSection } from './approvals/approvals-section.tsx'
import { ByItselfSection } from './by-itself-section.tsx'
import { ConnectSection } from './connect/connect-section.tsx'
import { KeysSection } from './keys/keys-section.tsx'
import { useAutomations } from './use-automations.ts'
import { WebhooksSection } from './webhooks/webhooks-section.tsx'
import './automations.css'

/** Parts of the view, in their order. Keys and webhooks bring their own page, with a sheet beside it. */
const sections = {
  approvals: { Shown: ApprovalsSection, framed: true },
  keys: { Shown: KeysSection, framed: false },
  webhooks: { Shown: WebhooksSection, framed: false },
  connect: { Shown: ConnectSection, framed: true },
  byItself: { Shown: ByItselfSection, framed: true },
} as const
type Section = keyof typeof sections
const names = Object.keys(sections) as Section[]

/** What happens without a hand on it: programs with keys, what they ask, whom the studio tells. */
export function View() {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const workspace = useWorkspace()
  const { address, show, open } = useAutomations()
  const waiting = useQuery(studio.approvals.list.queryOptions({ input: { state: 'waiting', limit: 100 } }))
  const section = names.find((name) => name === address.section) ?? 'approvals'
  const { Shown, framed } = sections[section]
  const makeKey = () => open({ section: 'keys', make: 'key' })
  const makeHook = () => open({ section: 'webhooks', make: 'hook' })
  useAction({
    id: 'automations.key',
    label: t('keys.make'),
    group: t('title'),
    icon: KeyRound,
    shortcut: 'k',
    run: makeKey,
  })
  useAction({
    id: 'automations.webhook',
    label: t('hooks.make'),
    group: t('title'),
    icon: Webhook,
    shortcut: 'h',
    run: makeHook,
  })
  return (
    <main className="view">
      <Masthead title={t('title')} meta={workspace.name}>
        {section === 'webhooks' ? (
          <Button
            id="new-hook"
            look={address.make ? 'edge' : 'primary'}
            icon={Plus}
            shortcut="h"
            aria-expanded={address.make === 'hook'}
            onClick={makeHook}
          >
            {t('hooks.make')}
          </Button>
        ) : (
          <Button
            id="new-key"
            look={section === 'keys' && !address.make ? 'primary' : 'edge'}
            icon={Plus}
            shortcut="k"
            aria-expanded={address.make === 'key'}
            onClick={makeKey}
          >
            {t('keys.make')}
          </Button>
        )}
      </Masthead>
      <Strip>
        <Tabs
          label={t('title')}
          value={section}
          tabs={names.map((value) => ({
            value,
            label: t(`sections.${value}`),
            ...(value === 'approvals' && { count: waiting.data?.items.length || undefined, hot: true }),
          }))}
          onChange={show}
        />
      </Strip>
      {framed ? (
        <div className="au-page scroll" key={section}>
          <Shown />
        </div>
      ) : (
        <Shown key={section} />
      )}
    </main>
  )
}
