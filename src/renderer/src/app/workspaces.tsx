import { useMutation, useQuery } from '@tanstack/react-query'
import { ChevronsUpDown, PencilLine, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import type { Workspace } from '../../../contract/workspaces.ts'
import { useAction } from '../lib/actions.ts'
import { useChoice } from '../lib/choices.ts'
import { describeError, fieldErrors } from '../lib/errors.ts'
import { useGo } from '../lib/go.ts'
import { host, studioOf, useWorkspace } from '../lib/studio.ts'
import { useZones } from '../lib/zones.ts'
import { Button, Combobox, Dialog, Field, Icon, Input, Kbd, Menu, MenuItem, MenuSeparator } from '../ui/index.ts'

export function useWorkspaces() {
  return useQuery(host.workspaces.list.queryOptions())
}

/** The workspace of this window: the one last open, else the first that can be. */
export function useOpenWorkspace(all: readonly Workspace[] | undefined): [Workspace | undefined, (id: string) => void] {
  const [chosen, choose] = useChoice<string | null>('workspace', null)
  const usable = all?.filter((workspace) => workspace.state === 'open')
  const open = all?.find((workspace) => workspace.id === chosen) ?? usable?.[0] ?? all?.[0]
  return [open, choose]
}

const initial = (name: string) => [...name.trim()][0]?.toUpperCase() ?? '?'

interface SwitcherProps {
  readonly all: readonly Workspace[]
  readonly onOpen: (id: string) => void
}

export function WorkspaceSwitcher({ all, onOpen }: SwitcherProps) {
  const { t } = useTranslation('app')
  const go = useGo()
  const workspace = useWorkspace()
  const [form, setForm] = useState<'new' | 'rename' | null>(null)
  const open = (id: string) => {
    onOpen(id)
    go.today()
  }
  useAction({
    id: 'workspace.new',
    label: t('workspace.new'),
    group: t('palette.workspaces'),
    icon: Plus,
    run: () => setForm('new'),
  })
  return (
    <div className="ws">
      <Menu
        className="ws-menu"
        trigger={
          <button type="button">
            <span className="sr">{t('workspace.switch')}: </span>
            <span className="sort" aria-hidden>
              {initial(workspace.name)}
            </span>
            <b className="grow clip">{workspace.name}</b>
            <Icon of={ChevronsUpDown} size="s" />
          </button>
        }
      >
        {all.map((one, index) => (
          <MenuItem key={one.id} onSelect={() => open(one.id)} end={<WorkspaceNews workspace={one} index={index} />}>
            <span className="row">
              <span className={one.id === workspace.id ? 'sort' : 'sort open'} aria-hidden>
                {initial(one.name)}
              </span>
              <span className="clip">{one.name}</span>
            </span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={PencilLine} onSelect={() => setForm('rename')}>
          {t('workspace.rename', { name: workspace.name })}
        </MenuItem>
        <MenuItem icon={Plus} onSelect={() => setForm('new')}>
          {t('workspace.new')}
        </MenuItem>
      </Menu>
      {all.slice(0, 9).map((one, index) => (
        <OpenByKey key={one.id} workspace={one} index={index} onOpen={open} />
      ))}
      {form && (
        <WorkspaceForm workspace={form === 'rename' ? workspace : null} onClose={() => setForm(null)} onMade={open} />
      )}
    </div>
  )
}

function WorkspaceNews({ workspace, index }: { readonly workspace: Workspace; readonly index: number }) {
  const { t } = useTranslation('app')
  const counts = useQuery({
    ...studioOf(workspace.id).posts.counts.queryOptions(),
    enabled: workspace.state === 'open',
  })
  if (workspace.state === 'unavailable') return <span>{t('workspace.unavailable')}</span>
  const needs = counts.data?.needsYou ?? 0
  return (
    <>
      {needs > 0 && <span>{t('needYou', { count: needs })}</span>}
      {index < 9 && <Kbd keys={`mod+${index + 1}`} />}
    </>
  )
}

function OpenByKey({
  workspace,
  index,
  onOpen,
}: {
  readonly workspace: Workspace
  readonly index: number
  readonly onOpen: (id: string) => void
}) {
  const { t } = useTranslation('app')
  useAction({
    id: `workspace.${workspace.id}`,
    label: t('palette.openWorkspace', { name: workspace.name }),
    group: t('palette.workspaces'),
    shortcut: `mod+${index + 1}`,
    whileTyping: true,
    run: () => onOpen(workspace.id),
  })
  return null
}

interface WorkspaceFormProps {
  /** The one to rename; null makes a new one. */
  readonly workspace: Workspace | null
  readonly onClose: () => void
  readonly onMade: (id: string) => void
}

function WorkspaceForm({ workspace, onClose, onMade }: WorkspaceFormProps) {
  const { t } = useTranslation('app')
  const save = useSaveWorkspace(workspace, (id) => {
    onClose()
    if (!workspace) onMade(id)
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={workspace ? t('workspace.rename', { name: workspace.name }) : t('workspace.new')}
      footer={
        <Button look="primary" type="submit" form="workspace-form" busy={save.busy}>
          {workspace ? t('workspace.save') : t('workspace.create')}
        </Button>
      }
    >
      <WorkspaceFields id="workspace-form" workspace={workspace} save={save} />
    </Dialog>
  )
}

/** Makes or renames a workspace; `error` is for its fields. */
export function useSaveWorkspace(workspace: Workspace | null, onSaved: (id: string) => void) {
  const create = useMutation(host.workspaces.create.mutationOptions({ meta: { quiet: true } }))
  const update = useMutation(host.workspaces.update.mutationOptions({ meta: { quiet: true } }))
  const done = { onSuccess: (saved: Workspace) => onSaved(saved.id) }
  const error = create.error ?? update.error
  return {
    busy: create.isPending || update.isPending,
    error,
    run: (name: string, zone: string) =>
      workspace ? update.mutate({ id: workspace.id, name }, done) : create.mutate({ name, zone }, done),
  }
}

interface FieldsProps {
  readonly id: string
  readonly workspace: Workspace | null
  readonly save: ReturnType<typeof useSaveWorkspace>
}

/** Name and, for a new one, time zone: detected, to be changed. The button stands outside, `form={id}`. */
export function WorkspaceFields({ id, workspace, save }: FieldsProps) {
  const { t } = useTranslation('app')
  const [name, setName] = useState(workspace?.name ?? '')
  const [zone, setZone] = useState(workspace?.zone ?? Temporal.Now.timeZoneId())
  const zones = useZones()
  const errors = fieldErrors(save.error)
  const error = errors['name'] ?? (save.error && !errors['zone'] ? describeError(save.error).message : undefined)
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault()
        save.run(name, zone)
      }}
    >
      <Field label={t('workspace.name')} hint={t('workspace.nameHint')} error={error}>
        <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={80} required autoFocus />
      </Field>
      {!workspace && (
        <Field label={t('workspace.zone')} error={errors['zone']}>
          <Combobox
            label={t('workspace.zone')}
            value={zone}
            options={zones.map((one) => ({ value: one, label: one.replaceAll('_', ' ') }))}
            onChange={setZone}
          />
        </Field>
      )}
    </form>
  )
}
