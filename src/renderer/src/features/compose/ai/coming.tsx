import { LoaderCircle, Square } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { TextTask } from '../../../../../contract/ai/tasks.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { Button, Icon, PlatformMark, ScrollRegion } from '../../../ui/index.ts'
import { useComposing } from '../context.ts'
import { partsOf } from '../draft.ts'
import { wholeOf } from './desk.ts'
import { Sheet } from './sheet.tsx'
import { DiffText } from './diff-text.tsx'
import { runsSoFar } from './hunks.ts'
import { type Place, usePart } from './place.ts'
import type { Came } from './came.ts'

interface ComingProps {
  readonly asked: { readonly task: TextTask; readonly came: Came }
  readonly place: Place
  readonly onStop: () => void
}

/** An answer as it comes, held against the text it would change. */
export function Coming({ asked: { came }, place, onStop }: ComingProps) {
  const { t } = useTranslation('aiDesk')
  const { texts, received, again, model } = came
  // The first Escape ends the answer, the second puts the desk away.
  const stopOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onStop()
  }
  const begun = texts.size > 0 || received > 0
  return (
    <Sheet
      foot={
        <Button data-next icon={Square} shortcut="escape" onClick={onStop} onKeyDown={stopOnEscape}>
          {t('stop')}
        </Button>
      }
    >
      <p className="row soft" role="status">
        <Icon of={LoaderCircle} size="s" spin />
        {again
          ? t(`coming.again.${again}`)
          : model === null
            ? t('coming.asking')
            : begun
              ? t('coming.writing', { model })
              : t('coming.waiting', { model })}
      </p>
      {received > 0 && <p className="soft num">{t('coming.received', { count: received })}</p>}
      <ScrollRegion label={t('coming.label')} className="coming">
        {[...texts].map(([account, text]) => (
          <TextSoFar key={account ?? ''} account={account} text={text} place={place} />
        ))}
      </ScrollRegion>
    </Sheet>
  )
}

interface TextSoFarProps {
  readonly account: string | null
  readonly text: string
  readonly place: Place
}

function TextSoFar({ account, text, place }: TextSoFarProps) {
  const { draft, accounts } = useComposing()
  const part = usePart(place)
  const its = accounts.find((one) => one.id === account)
  const before = its ? wholeOf(partsOf(draft, its.id)) : (part?.text ?? '')
  return (
    <div className="so-far">
      {its && (
        <p className="row for-account">
          <PlatformMark platform={its.platform} size="s" />
          <b>{accountLabel(its)}</b>
        </p>
      )}
      <DiffText runs={runsSoFar(before, text)} />
    </div>
  )
}
