import { WandSparkles } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../../../lib/actions.ts'
import { useGo } from '../../../lib/go.ts'
import { Button, Icon, Menu, MenuItem, MenuSeparator, Popover } from '../../../ui/index.ts'
import { focusPart } from '../focus.ts'
import { focusDesk, useDesk, useReady } from './desk.ts'
import { type ToolName, toolNames, tools } from './tools.ts'

const inHead: readonly ToolName[] = ['proofread', 'concise', 'adapt']

/** The tools over the text: by button, menu, key and palette. Where no AI is set up, one sign that says so. */
export function AiTools() {
  const ready = useReady()
  if (!ready) return null
  return ready.text || ready.vision ? <Tools /> : <SetUp />
}

function Tools() {
  const { t } = useTranslation('aiDesk')
  const { tool, open, close, partKey } = useDesk()
  useAction({
    ...{ id: 'compose.ai', label: t('openOrBack'), group: t('group'), icon: WandSparkles, shortcut: 'mod+j' },
    whileTyping: true,
    run: () => {
      if (!document.activeElement?.closest('.desk')) {
        if (tool) focusDesk()
        else open('proofread')
      } else if (partKey) focusPart(partKey)
    },
  })
  return (
    <div className="ai-tools" role="toolbar" aria-label={t('tools')}>
      {inHead.map((name) => (
        <Button
          key={name}
          look="plain"
          small
          icon={tools[name].icon}
          tip={t(`does.${name}`)}
          shortcut={tools[name].shortcut}
          on={tool === name}
          onClick={() => (tool === name ? close() : open(name))}
        >
          <span className="ai-word">{t(`tool.${name}`)}</span>
        </Button>
      ))}
      <Menu align="end" trigger={<Button look="plain" small icon={WandSparkles} aria-label={t('more')} />}>
        <ToolItems />
      </Menu>
      {toolNames.map((name) => (
        <ToolAction key={name} name={name} />
      ))}
    </div>
  )
}

/** Every tool as an item of a menu. */
export function ToolItems() {
  const { t } = useTranslation('aiDesk')
  const { open } = useDesk()
  return toolNames.flatMap((name) => [
    ...(name === 'tone' || name === 'write' ? [<MenuSeparator key={`${name}-sep`} />] : []),
    // After the menu has given the focus back, so that the desk keeps it.
    <MenuItem
      key={name}
      icon={tools[name].icon}
      shortcut={tools[name].shortcut}
      onSelect={() => requestAnimationFrame(() => open(name))}
    >
      {t(`tool.${name}`)}
    </MenuItem>,
  ])
}

function ToolAction({ name }: { readonly name: ToolName }) {
  const { t } = useTranslation('aiDesk')
  const { open } = useDesk()
  useAction({
    ...{ id: `compose.ai.${name}`, label: t(`tool.${name}`), group: t('group') },
    ...tools[name],
    run: () => open(name),
  })
  return null
}

function SetUp() {
  const { t } = useTranslation('aiDesk')
  const go = useGo()
  const setUp = () => go.settings({ section: 'ai' })
  useAction({ id: 'compose.ai.setUp', label: t('setUp'), group: t('group'), icon: WandSparkles, run: setUp })
  return (
    <div className="ai-tools">
      <Popover
        label={t('desk')}
        align="end"
        className="ai-set-up"
        trigger={
          <button type="button" className="btn plain sm ico" aria-label={t('desk')}>
            <Icon of={WandSparkles} size="s" />
          </button>
        }
      >
        <p>{t('setUpWhat')}</p>
        <Button look="ink" small onClick={setUp}>
          {t('setUp')}
        </Button>
      </Popover>
    </div>
  )
}
