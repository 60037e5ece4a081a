import { Filter as FilterIcon, X } from 'lucide-react'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Platform, PostStatus } from '../../../../contract/vocabulary.ts'
import { useShortcut } from '../../lib/actions.ts'
import { useStudio } from '../../lib/studio.ts'
import { Button, Checkbox, Chip, Combobox, Field, Icon, Popover, Status } from '../../ui/index.ts'
import { platformNames } from '../../ui/platform-mark.tsx'
import { isNarrowed, type Narrowing, type NarrowingText, type PostTab, tabStatuses } from './post-query.ts'
import { accountName, useAccounts } from './use-accounts.ts'

interface FilterMenuProps {
  readonly tab: PostTab
  readonly narrowing: Narrowing
  readonly onChange: (change: NarrowingText) => void
}

/** Narrows a tab by status, platform, account and label. */
export function FilterMenu({ tab, narrowing, onChange }: FilterMenuProps) {
  const { t } = useTranslation('posts')
  const studio = useStudio()
  const accounts = useAccounts()
  const labels = useQuery(studio.posts.labels.queryOptions())
  const [open, setOpen] = useState(false)
  useShortcut('f', t('keys.filter'), t('title'), () => setOpen(true))
  const any = { value: '', label: t('filters.any') }
  const platforms = [...new Set(accounts.all.map((account) => account.platform))]
  const toggle = (status: PostStatus) => {
    const next = narrowing.statuses.includes(status)
      ? narrowing.statuses.filter((one) => one !== status)
      : [...narrowing.statuses, status]
    onChange({ status: next.join(',') || undefined })
  }
  return (
    <Popover
      label={t('filter')}
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="pt-filter"
      trigger={
        <Button small look="plain" icon={FilterIcon} aria-label={t('filter')} on={isNarrowed(narrowing) || undefined} />
      }
    >
      <Field label={t('filters.platform')}>
        <Combobox
          label={t('filters.platform')}
          value={narrowing.platform ?? ''}
          options={[any, ...platforms.map((platform) => ({ value: platform, label: platformNames[platform] }))]}
          onChange={(platform) => onChange({ platform: platform || undefined })}
        />
      </Field>
      <Field label={t('filters.account')}>
        <Combobox
          label={t('filters.account')}
          value={narrowing.account ?? ''}
          options={[
            any,
            ...accounts.all.map((account) => ({
              value: account.id,
              label: accountName(account),
              keywords: [account.name, platformNames[account.platform]],
            })),
          ]}
          onChange={(account) => onChange({ account: account || undefined })}
        />
      </Field>
      <Field label={t('filters.label')}>
        <Combobox
          label={t('filters.label')}
          value={narrowing.label ?? ''}
          options={[any, ...(labels.data ?? []).map(({ name }) => ({ value: name, label: name }))]}
          onChange={(label) => onChange({ label: label || undefined })}
        />
      </Field>
      {!tabStatuses[tab] && (
        <fieldset className="pt-statuses">
          <legend className="lab">{t('filters.status')}</legend>
          {PostStatus.options.map((status) => (
            <Checkbox key={status} checked={narrowing.statuses.includes(status)} onChange={() => toggle(status)}>
              <Status value={status} />
            </Checkbox>
          ))}
        </fieldset>
      )}
    </Popover>
  )
}

/** What is narrowed by, each to be taken away; nothing where nothing is. */
export function FilterChips({ narrowing, onChange }: Omit<FilterMenuProps, 'tab'>) {
  const { t } = useTranslation('posts')
  const { t: ui } = useTranslation('ui')
  const accounts = useAccounts()
  if (!isNarrowed(narrowing)) return null
  const chips = [
    ...narrowing.statuses.map((status) => ({
      key: status,
      name: ui(`status.${status}`),
      without: { status: narrowing.statuses.filter((one) => one !== status).join(',') || undefined },
    })),
    ...(narrowing.platform
      ? [{ key: 'platform', name: platformNames[narrowing.platform], without: { platform: undefined } }]
      : []),
    ...(narrowing.account
      ? [{ key: 'account', name: accounts.nameOf(narrowing.account), without: { account: undefined } }]
      : []),
    ...(narrowing.label ? [{ key: 'label', name: narrowing.label, without: { label: undefined } }] : []),
  ]
  return (
    <div className="strip pt-chips">
      {chips.map(({ key, name, without }) => (
        <Chip key={key} on aria-label={t('filters.remove', { name })} onClick={() => onChange(without)}>
          {name}
          <Icon of={X} size="s" />
        </Chip>
      ))}
      <Button small look="plain" onClick={() => onChange(noNarrowing)}>
        {t('filters.clear')}
      </Button>
    </div>
  )
}

export const noNarrowing: NarrowingText = {
  status: undefined,
  platform: undefined,
  account: undefined,
  label: undefined,
}
export const knownValues = { statuses: PostStatus.options, platforms: Platform.options }
