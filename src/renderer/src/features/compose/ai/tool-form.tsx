import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { TextTask } from '../../../../../contract/ai/tasks.ts'
import { Button } from '../../../ui/index.ts'
import { useComposing } from '../context.ts'
import { Before } from './before.tsx'
import { useDesk, useReady } from './desk.ts'
import { Sheet } from './sheet.tsx'
import { Fields } from './fields.tsx'
import { type Form, type Subject, taskOf, type ToolName } from './tools.ts'

interface ToolFormProps {
  readonly tool: ToolName
  readonly subject: Subject
  readonly onAsk: (task: TextTask) => void
  /** What became of the last time. */
  readonly children?: ReactNode
}

/** What a tool is told, what that can cost and what exactly would be sent, before anything is. */
export function ToolForm({ tool, subject, onAsk, children }: ToolFormProps) {
  const { t } = useTranslation('aiDesk')
  const { session } = useComposing()
  const { form } = useDesk()
  const ready = useReady()
  const task = taskOf(tool, form, subject)
  const noVision = ready?.vision === false && needsVision(task)
  // The studio writes its own copy of the post anew, so it has to have what stands here.
  useEffect(() => {
    if (tool === 'regenerate') void session.flush()
  }, [tool, session])
  const ask = async () => {
    if (!task) return
    if (task.task === 'regenerate') await session.flush()
    onAsk(task)
  }
  return (
    <Sheet
      foot={
        <>
          <Button
            look="ink"
            data-next={hasFirstField(tool) ? undefined : true}
            disabled={!task || noVision}
            onClick={() => void ask()}
          >
            {t(`run.${tool}`, { count: task?.task === 'adapt' ? task.accounts.length : 0 })}
          </Button>
          {!task && <span className="soft">{t(`missing.${missingOf(tool, form, subject)}`)}</span>}
        </>
      }
    >
      {children}
      <p className="soft">{t(`does.${tool}`)}</p>
      <Fields tool={tool} subject={subject} onSubmit={() => void ask()} />
      {noVision ? <p className="soft">{t('noVision')}</p> : task && <Before task={task} />}
    </Sheet>
  )
}

/** Tools that begin with something to type. */
function hasFirstField(tool: ToolName): boolean {
  return ['edit', 'regenerate', 'write'].includes(tool)
}

function needsVision(task: TextTask | null): boolean {
  return task !== null && (task.task === 'altText' || (task.task === 'caption' && task.assets.length > 0))
}

function missingOf(tool: ToolName, form: Form, { text, whole, base, post }: Subject) {
  switch (tool) {
    case 'adapt':
      return base === '' ? 'text' : 'accounts'
    case 'concise':
      return text.trim() === '' ? 'text' : 'length'
    case 'edit':
      return text.trim() === '' ? 'text' : 'instruction'
    case 'regenerate':
      return whole === '' ? 'text' : form.feedback.trim() === '' ? 'feedback' : post === null ? 'saved' : 'text'
    case 'write':
      return form.source === 'page' ? 'page' : form.source === 'text' ? 'text' : 'source'
    case 'caption':
      return 'source'
    case 'altText':
      return 'picture'
    default:
      return 'text'
  }
}
