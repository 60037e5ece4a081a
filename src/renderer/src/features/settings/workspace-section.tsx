import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Workspace } from '../../../../contract/workspaces.ts'
import { fieldErrors } from '../../lib/errors.ts'
import { host, useWorkspace } from '../../lib/studio.ts'
import { useZones } from '../../lib/zones.ts'
import { Combobox, Field, Input, SectionHead, Segmented, Select, Switch } from '../../ui/index.ts'

const lateness = [15, 60, 180, 720, 1_440, 4_320] as const

/** What is true of this workspace alone. Every choice is saved as it is made. */
export function WorkspaceSection() {
  const { t } = useTranslation('settings')
  const workspace = useWorkspace()
  const update = useMutation(host.workspaces.update.mutationOptions({ meta: { quiet: true } }))
  const save = (change: Partial<Pick<Workspace, 'name' | 'zone' | 'missed' | 'approval' | 'weekStart'>>) =>
    update.mutate({ id: workspace.id, ...change })
  const errors = fieldErrors(update.error)
  return (
    <>
      <SectionHead>{t('workspace')}</SectionHead>
      <Name name={workspace.name} error={errors['name']} onSave={(name) => save({ name })} />
      <Zone zone={workspace.zone} error={errors['zone']} onSave={(zone) => save({ zone })} />
      <Field label={t('weekStart')}>
        <Segmented
          label={t('weekStart')}
          value={workspace.weekStart}
          options={[
            { value: 'monday', label: t('monday') },
            { value: 'sunday', label: t('sunday') },
          ]}
          onChange={(weekStart) => save({ weekStart })}
        />
      </Field>
      <Missed missed={workspace.missed} onSave={(missed) => save({ missed })} />
      <section>
        <Switch checked={workspace.approval} onChange={(approval) => save({ approval })} hint={t('approvalHint')}>
          {t('approval')}
        </Switch>
      </section>
    </>
  )
}

function Name({
  name,
  error,
  onSave,
}: {
  readonly name: string
  readonly error: string | undefined
  readonly onSave: (name: string) => void
}) {
  const { t } = useTranslation('settings')
  const [text, setText] = useState(name)
  const save = () => {
    if (text.trim() !== name) onSave(text)
  }
  return (
    <Field label={t('name')} error={error}>
      <Input
        value={text}
        maxLength={80}
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && save()}
      />
    </Field>
  )
}

function Zone({
  zone,
  error,
  onSave,
}: {
  readonly zone: string
  readonly error: string | undefined
  readonly onSave: (zone: string) => void
}) {
  const { t } = useTranslation('settings')
  const zones = useZones()
  return (
    <Field label={t('zone')} hint={t('zoneHint')} error={error}>
      <Combobox
        label={t('zone')}
        value={zone}
        options={zones.map((one) => ({ value: one, label: one.replaceAll('_', ' ') }))}
        onChange={onSave}
      />
    </Field>
  )
}

function Missed({
  missed,
  onSave,
}: {
  readonly missed: Workspace['missed']
  readonly onSave: (missed: Workspace['missed']) => void
}) {
  const { t } = useTranslation('settings')
  const label = (minutes: number) =>
    minutes < 60 ? t('minutes', { count: minutes }) : t('hours', { count: minutes / 60 })
  const choices = [...new Set([...lateness, missed.withinMinutes])]
    .filter((minutes) => minutes > 0)
    .sort((a, b) => a - b)
  return (
    <div className="st-row">
      <Field label={t('missed')}>
        <Select
          value={missed.then}
          options={[
            { value: 'publish', label: t('missedPublish') },
            { value: 'ask', label: t('missedAsk') },
            { value: 'skip', label: t('missedSkip') },
          ]}
          onChange={(then) => onSave({ ...missed, then })}
        />
      </Field>
      {missed.then === 'publish' && (
        <Field label={t('within')}>
          <Select
            value={String(missed.withinMinutes)}
            options={choices.map((minutes) => ({ value: String(minutes), label: label(minutes) }))}
            onChange={(minutes) => onSave({ ...missed, withinMinutes: Number(minutes) })}
          />
        </Field>
      )}
    </div>
  )
}
