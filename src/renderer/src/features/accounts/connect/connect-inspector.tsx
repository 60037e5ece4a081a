import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import type { SupportedPlatform } from '../../../../../contract/platforms/index.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { EmptyState, Inspector, PlatformMark, platformNames, Skeleton } from '../../../ui/index.ts'
import { useInspector } from '../use-account-actions.ts'
import { connectable, isConnectable } from './fields.ts'
import { Steps } from './steps.tsx'

interface ConnectInspectorProps {
  /** The account that is connected again; null for a new one, or while it is not known. */
  readonly again: Account | null
  readonly reconnect: string | undefined
  readonly loading: boolean
  /** As the address says it: a platform, or `pick`. */
  readonly platform: string | undefined
  readonly onClose: () => void
}

/** Connecting from choosing a platform to the account, in numbered steps. */
export function ConnectInspector({ again, reconnect, loading, platform, onClose }: ConnectInspectorProps) {
  const { t } = useTranslation('accounts')
  const wanted = again ? again.platform : platform
  const chosen = isConnectable(wanted) ? wanted : null
  const title = again
    ? t('flow.titleAgain', { name: accountLabel(again) })
    : chosen
      ? t('flow.title', { platform: platformNames[chosen] })
      : t('flow.titleNone')
  return (
    <Inspector
      title={title}
      label={t('flow.label')}
      backTo={t('title')}
      onClose={onClose}
      head={reconnect === undefined && <PlatformGrid chosen={chosen} />}
    >
      {reconnect !== undefined && !again ? (
        loading ? (
          <Skeleton rows={6} />
        ) : (
          <EmptyState title={t('flow.gone')}>{t('flow.goneText')}</EmptyState>
        )
      ) : chosen ? (
        <Steps key={chosen} platform={chosen} again={again} />
      ) : (
        <Needs />
      )}
    </Inspector>
  )
}

function PlatformGrid({ chosen }: { readonly chosen: SupportedPlatform | null }) {
  const { t } = useTranslation('accounts')
  const inspector = useInspector()
  const grid = useRef<HTMLElement>(null)
  useEffect(() => {
    grid.current?.querySelector<HTMLElement>('[aria-current], button')?.focus()
  }, [])
  return (
    <nav ref={grid} className="ac-pick" aria-label={t('flow.platforms')}>
      {connectable.map((platform) => (
        <button
          key={platform}
          type="button"
          aria-current={platform === chosen ? 'true' : undefined}
          onClick={() => inspector.connect(platform)}
        >
          <PlatformMark platform={platform} open={platform !== chosen} silent />
          {platformNames[platform]}
        </button>
      ))}
    </nav>
  )
}

/** Before a platform is chosen: what each needs, so that nobody starts what they cannot end. */
function Needs() {
  const { t } = useTranslation('accounts')
  const { t: words } = useTranslation('platforms')
  return (
    <>
      <p className="soft">{t('flow.pick')}</p>
      <dl className="ac-needs">
        {connectable.map((platform) => (
          <div key={platform}>
            <dt>
              <PlatformMark platform={platform} open silent /> {platformNames[platform]}
            </dt>
            <dd>{words(`${platform}.connect.needs`)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
