import { useQuery } from '@tanstack/react-query'
import { Crop, Frame, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../contract/assets.ts'
import { useGo } from '../../lib/go.ts'
import { host, useStudio } from '../../lib/studio.ts'
import { Button, Menu, MenuItem, platformNames } from '../../ui/index.ts'
import { type Assets, type Found, mediaRulesOf } from './check.ts'
import { useComposing } from './context.ts'
import { convertFile, useConversions } from './conversions.ts'
import { type Draft, hasOwnText, partsOf } from './draft.ts'

/** One button for everything that a conversion mends of a file, at the first of its problems; while it runs, how far it is and a way to stop it. */
export function ConvertFix({ found }: { readonly found: Found }) {
  const { draft, assets, found: all, session } = useComposing()
  const [account] = found.accounts
  const asset = account && fileOf(found, draft, assets)
  const running = useConversions((state) =>
    state.running.find(
      (one) =>
        one.session === session &&
        one.assetId === asset?.id &&
        one.accounts.some((other) => found.accounts.some(({ id }) => id === other.id)),
    ),
  )
  if (!account || !asset) return null
  const together = all.filter((one) => one.problem.fixes.includes('convert') && isSameFile(one, found))
  if (together[0] !== found) return null
  if (running) return <Progress jobId={running.jobId} />
  return <Start found={found} asset={asset} codes={together} />
}

interface StartProps {
  readonly found: Found
  readonly asset: Asset
  /** The problems it mends. */
  readonly codes: readonly Found[]
}

function Start({ found: { accounts }, asset, codes }: StartProps) {
  const { t } = useTranslation('compose')
  const { draft, assets, session } = useComposing()
  const studio = useStudio()
  const needsFfmpeg = useNeedsFfmpeg(asset)
  const [account] = accounts
  const rules = account && mediaRulesOf(draft, account, assets)
  if (!account || !rules) return null
  if (needsFfmpeg) return <InstallFfmpeg />
  const long = codes.find(({ problem }) => problem.code === 'video_too_long')
  const reshapes = codes.some(({ problem }) => problem.code.endsWith('_ratio'))
  const platform = platformNames[account.platform]
  const label = long
    ? t('convertCut', { platform, seconds: long.problem.params['max'] ?? '' })
    : t('convertFor', { platform })
  const start = (fit: 'crop' | 'pad') =>
    void convertFile({ studio, session, asset, accounts, rules, fit, cut: long !== undefined })
  if (!reshapes)
    return (
      <Button small onClick={() => start('pad')}>
        {label}
      </Button>
    )
  return (
    <Menu align="end" trigger={<Button small>{label}</Button>}>
      <MenuItem icon={Frame} onSelect={() => start('pad')}>
        {t('convertPad')}
      </MenuItem>
      <MenuItem icon={Crop} onSelect={() => start('crop')}>
        {t('convertCrop')}
      </MenuItem>
    </Menu>
  )
}

/** Films need a program that may not be there; pictures never do. */
function useNeedsFfmpeg(asset: Asset): boolean {
  const info = useQuery({ ...host.system.info.queryOptions(), enabled: asset.kind === 'video' })
  return asset.kind === 'video' && info.data !== undefined && info.data.ffmpeg.state !== 'ready'
}

function InstallFfmpeg() {
  const { t } = useTranslation('compose')
  const go = useGo()
  return (
    <Button small tip={t('convertNeedsHint')} onClick={() => go.settings({ section: 'about' })}>
      {t('convertNeeds')}
    </Button>
  )
}

function Progress({ jobId }: { readonly jobId: string | null }) {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const job = useQuery({
    ...studio.jobs.get.queryOptions({ input: { id: jobId as never, waitMs: 0 } }),
    enabled: jobId !== null,
  })
  const percent = Math.round((job.data?.progress ?? 0) * 100)
  return (
    <span className="converting">
      <span
        role="progressbar"
        aria-label={t('converting')}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span className="num">{t('convertingAt', { percent })}</span>
        <span className="bar">
          <i style={{ width: `${percent}%` }} />
        </span>
      </span>
      <Button
        small
        look="plain"
        icon={X}
        tip={t('convertStop')}
        disabled={jobId === null}
        onClick={() => void studio.jobs.cancel.call({ id: jobId as never })}
      />
    </span>
  )
}

function isSameFile(one: Found, other: Found): boolean {
  const accounts = (found: Found) => found.accounts.map(({ id }) => id).join()
  return (
    one.problem.part === other.problem.part &&
    one.problem.media === other.problem.media &&
    accounts(one) === accounts(other)
  )
}

function fileOf({ problem, accounts }: Found, draft: Draft, assets: Assets): Asset | undefined {
  const [account] = accounts
  if (!account) return undefined
  const part = partsOf(draft, hasOwnText(draft, account.id) ? account.id : null)[problem.part ?? 0]
  const media = part?.media[problem.media ?? 0]
  return media && assets.get(media.assetId)
}
