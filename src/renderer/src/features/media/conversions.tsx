import { useQuery } from '@tanstack/react-query'
import { ChevronDown, FileImage, FileVideo, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import type { Asset } from '../../../../contract/assets.ts'
import type { Job } from '../../../../contract/jobs.ts'
import {
  type AccountLimits,
  knowledgeOf,
  platforms,
  type SupportedPlatform,
} from '../../../../contract/platforms/index.ts'
import { accountLabel } from '../../lib/account-label.ts'
import { describeError } from '../../lib/errors.ts'
import { useGo } from '../../lib/go.ts'
import { ended, useOpenJobs } from '../../lib/jobs.ts'
import { say } from '../../lib/say.ts'
import { useStudio } from '../../lib/studio.ts'
import { Button, Menu, MenuItem, PlatformMark, SectionHead, toast } from '../../ui/index.ts'

/** What a file was made from and into, and making more of it for an account. */
export function Conversions({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation('media')
  const studio = useStudio()
  const made = useQuery(studio.assets.list.queryOptions({ input: { derivedFrom: asset.id, limit: 50 } }))
  const source = useQuery({
    ...studio.assets.get.queryOptions({ input: { id: asset.derivedFrom as Asset['id'] } }),
    enabled: asset.derivedFrom !== null,
  })
  const running = useOpenJobs().filter((job) => job.kind === 'convert' && job.about['asset'] === asset.id)
  const takers = useTakers(asset)
  const files = made.data?.items ?? []
  if (!source.data && files.length === 0 && running.length === 0 && takers.length === 0) return null
  return (
    <section>
      <SectionHead count={files.length || undefined}>{t('conversions')}</SectionHead>
      {source.data && (
        <p>
          <span className="soft">{t('madeFrom')}</span> <FileLink asset={source.data} />
        </p>
      )}
      <ul>
        {files.map((one) => (
          <li key={one.id}>
            <FileLink asset={one} />
          </li>
        ))}
        {running.map((job) => (
          <Running key={job.id} job={job} />
        ))}
      </ul>
      {takers.length > 0 && <ConvertMenu asset={asset} takers={takers} />}
    </section>
  )
}

function FileLink({ asset }: { readonly asset: Asset }) {
  const go = useGo()
  const icon = asset.kind === 'video' ? FileVideo : FileImage
  const size = asset.width === null ? '' : ` ${asset.width} × ${asset.height}`
  return (
    <Button look="plain" small icon={icon} onClick={() => go.media({ asset: asset.id })}>
      {`${asset.name}${size}`}
    </Button>
  )
}

function Running({ job }: { readonly job: Job }) {
  const { t } = useTranslation('media')
  const studio = useStudio()
  const percent = Math.round((job.progress ?? 0) * 100)
  return (
    <li className="md-running">
      <span
        role="progressbar"
        className="grow"
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
        tip={t('stopConverting')}
        onClick={() => void studio.jobs.cancel.call({ id: job.id })}
      />
    </li>
  )
}

function ConvertMenu({ asset, takers }: { readonly asset: Asset; readonly takers: readonly Account[] }) {
  const { t } = useTranslation('media')
  const studio = useStudio()
  const go = useGo()
  const convert = async (account: Account) => {
    try {
      const target = { account: account.id, settings: {} }
      const job = await ended(studio, (await studio.assets.convert.call({ id: asset.id, target })).id)
      const id = job.result?.['assetId']
      if (job.error) toast(say(job.error), { stays: true })
      else if (id === asset.id) toast(t('fitsAlready', { account: accountLabel(account) }))
      else if (typeof id === 'string')
        toast(t('converted', { name: asset.name }), {
          action: { label: t('show'), run: () => go.media({ asset: id }) },
        })
    } catch (error) {
      toast(describeError(error).message, { stays: true })
    }
  }
  return (
    <Menu
      trigger={
        <Button small icon={ChevronDown}>
          {t('convertFor')}
        </Button>
      }
    >
      {takers.map((account) => (
        <MenuItem
          key={account.id}
          onSelect={() => void convert(account)}
          end={<PlatformMark platform={account.platform} />}
        >
          {accountLabel(account)}
        </MenuItem>
      ))}
    </Menu>
  )
}

/** Accounts whose platform takes files of this kind at all. */
function useTakers(asset: Asset): readonly Account[] {
  const studio = useStudio()
  const accounts = useQuery(studio.accounts.list.queryOptions({ input: {} })).data ?? []
  return accounts.filter(({ platform, limits }) => {
    if (!(platform in platforms)) return false
    const { media } = knowledgeOf(platform as SupportedPlatform).rulesFor(limits as AccountLimits)
    return asset.kind === 'image' ? media.images : asset.kind === 'video' && media.video
  })
}
