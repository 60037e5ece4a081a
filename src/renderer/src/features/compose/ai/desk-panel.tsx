import './ai.css'
import { WandSparkles, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { TextTask } from '../../../../../contract/ai/tasks.ts'
import { Button, Menu, SectionHead } from '../../../ui/index.ts'
import { useComposing } from '../context.ts'
import { partsOf } from '../draft.ts'
import { ToolItems } from './ai-tools.tsx'
import { Answer } from './answer.tsx'
import { Coming } from './coming.tsx'
import { focusDesk, useDesk, useSubject } from './desk.ts'
import type { Place } from './place.ts'
import { ToolForm } from './tool-form.tsx'
import type { ToolName } from './tools.ts'
import { Stopped, Trouble } from './trouble.tsx'
import { type Asked, useAsk } from './use-ask.ts'

/** The AI desk beside the text. What is asked is shown before it is sent, and what comes is a proposal until it is taken. */
export function DeskPanel({ tool }: { readonly tool: ToolName }) {
  const { t } = useTranslation('aiDesk')
  const { close } = useDesk()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('[role="menu"], .pop, dialog[open]'))
      return
    event.preventDefault()
    close()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape puts it away from wherever the focus is in it
    <section className="col desk" aria-label={t('desk')} onKeyDown={onKeyDown}>
      <div className="colhead">
        <SectionHead count={<On tool={tool} />}>{t(`tool.${tool}`)}</SectionHead>
        <span className="grow" />
        <Menu align="end" trigger={<Button look="plain" small icon={WandSparkles} aria-label={t('more')} />}>
          <ToolItems />
        </Menu>
        <Button look="plain" small icon={X} tip={t('close')} onClick={close} />
      </div>
      <Work key={tool} tool={tool} />
    </section>
  )
}

/** What of a thread the tool is used on; nothing to say where there is one part. */
function On({ tool }: { readonly tool: ToolName }) {
  const { t } = useTranslation('aiDesk')
  const { draft, target } = useComposing()
  const { partKey } = useDesk()
  const parts = tool === 'adapt' ? draft.parts : partsOf(draft, target)
  if (parts.length < 2 || tool === 'altText') return null
  return tool === 'adapt' || tool === 'regenerate'
    ? t('on.whole')
    : t('on.part', { number: parts.findIndex((part) => part.key === partKey) + 1, count: parts.length })
}

/** One tool: told, asked, answered. */
function Work({ tool }: { readonly tool: ToolName }) {
  const { target } = useComposing()
  const { partKey } = useDesk()
  const { asked, ask, stop, forget } = useAsk()
  const subject = useSubject()
  // Where it was asked is where it is put, whatever is written in meanwhile.
  const place = useRef<Place>({ target, key: partKey ?? '' })
  const start = (task: TextTask) => {
    place.current = { target, key: partKey ?? '' }
    void ask(task)
  }
  const restart = () => {
    forget()
    focusDesk()
  }
  useFocusAlong(asked)
  switch (asked.state) {
    case 'idle':
      return <ToolForm tool={tool} subject={subject} onAsk={start} />
    case 'coming':
      return <Coming asked={asked} place={place.current} onStop={stop} />
    case 'done':
      return <Answer asked={asked} place={place.current} onDone={restart} onAgain={(task) => void ask(task)} />
    case 'stopped':
      return (
        <ToolForm tool={tool} subject={subject} onAsk={start}>
          <Stopped came={asked.came} />
        </ToolForm>
      )
    case 'failed':
      return (
        <ToolForm tool={tool} subject={subject} onAsk={start}>
          <Trouble error={asked.error} came={asked.came} onAgain={() => void ask(asked.task)} />
        </ToolForm>
      )
  }
}

/** Keyboards go along from step to step; whoever went back to the text meanwhile is left there. */
function useFocusAlong({ state }: Asked) {
  const before = useRef(state)
  useEffect(() => {
    if (before.current === state) return
    before.current = state
    const at = document.activeElement
    if (at === null || at === document.body || at.closest('.desk')) focusDesk()
  }, [state])
}
