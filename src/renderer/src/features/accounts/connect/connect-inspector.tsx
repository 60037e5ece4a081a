import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import type { SupportedPlatform } from '../../../../../contract/platforms/index.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { EmptyState, Inspector, PlatformMark, platformNames, SectionHead, Skeleton } from '../../../ui/index.ts'
import { useInspector } from '../use-account-actions.ts'
import { useConnectText } from './connect-input.tsx'
import { connectable, hurdleOf, hurdles, isConnectable } from './platforms.ts'
import { Steps } from './steps.tsx'

interface ConnectInspectorProps {
  /** The account that is connected again; null for a new one, or while it is not known. */
  readonly again: Account | null
  readonly reconnect: string | undefined
  readonly loading: boolean
  /** As the address says it: a platform, or `pick`. */
  readonly platform: string | undefined
  /** The person came to change their app. */
  readonly opensApp: boolean
  readonly onClose: () => void
}

/** Connecting from choosing a platform to the account, in numbered steps. */
export function ConnectInspector({ again, reconnect, loading, platform, opensApp, onClose }: ConnectInspectorProps) {
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
      // Another platform begins at the top.
      key={chosen}
      title={title}
      label={t('flow.label')}
      backTo={t('title')}
      onClose={onClose}
      head={reconnect === undefined && chosen && <PlatformGrid chosen={chosen} />}
    >
      {reconnect !== undefined && !again ? (
        loading ? (
          <Skeleton rows={6} />
        ) : (
          <EmptyState title={t('flow.gone')}>{t('flow.goneText')}</EmptyState>
        )
      ) : chosen ? (
        <Steps key={chosen} platform={chosen} again={again} opensApp={opensApp} />
      ) : (
        <PlatformList />
      )}
    </Inspector>
  )
}

/** Another platform, while one is chosen. */
function PlatformGrid({ chosen }: { readonly chosen: SupportedPlatform }) {
  const { t } = useTranslation('accounts')
  const inspector = useInspector()
  const grid = useRef<HTMLElement>(null)
  useEffect(() => {
    grid.current?.querySelector<HTMLElement>('[aria-current]')?.focus()
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

/** Before a platform is chosen: what each needs, what is done soonest first, so that nobody starts what they cannot end. */
function PlatformList() {
  const { t } = useTranslation('accounts')
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('button')?.focus()
  }, [])
  return (
    <nav ref={list} className="ac-offer" aria-label={t('flow.platforms')}>
      {hurdles.map((hurdle) => {
        const platforms = connectable.filter((platform) => hurdleOf(platform) === hurdle)
        return (
          platforms.length > 0 && (
            <section key={hurdle}>
              <SectionHead count={platforms.length}>{t(`hurdle.${hurdle}`)}</SectionHead>
              <p className="soft">{t(`hurdle.${hurdle}Text`)}</p>
              <ul>
                {platforms.map((platform) => (
                  <Offer key={platform} platform={platform} />
                ))}
              </ul>
            </section>
          )
        )
      })}
    </nav>
  )
}

function Offer({ platform }: { readonly platform: SupportedPlatform }) {
  const inspector = useInspector()
  const text = useConnectText(platform)
  const needs = useId()
  return (
    <li>
      <PlatformMark platform={platform} open silent />
      <div>
        <button type="button" aria-describedby={needs} onClick={() => inspector.connect(platform)}>
          {platformNames[platform]}
        </button>
        <p id={needs}>{text.needs}</p>
      </div>
    </li>
  )
}
