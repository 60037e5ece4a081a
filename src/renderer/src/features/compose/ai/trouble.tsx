import { RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AiFailureReason } from '../../../../../contract/ai/errors.ts'
import { codeOf, dataOf, describeError } from '../../../lib/errors.ts'
import { useGo } from '../../../lib/go.ts'
import { Button, CopyButton, Note } from '../../../ui/index.ts'
import type { Came } from './came.ts'

/** What ends a trouble: another try, the settings of the AI, or more to spend. */
type Way = 'again' | 'settings' | 'cap'

const ways = {
  unreachable: ['again', 'settings'],
  no_answer: ['again'],
  rate_limited: ['again'],
  no_credit: ['settings'],
  key_refused: ['settings'],
  model_missing: ['settings'],
  endpoint_trouble: ['again'],
  request_refused: ['settings'],
  too_much: ['settings'],
  refused: ['settings', 'again'],
  empty: ['again', 'settings'],
  wrong_shape: ['again', 'settings'],
  source: [],
} satisfies Record<AiFailureReason, readonly Way[]>

/** What can be done about an error of the desk; the first is the likeliest to help. */
export function waysOut(error: unknown): readonly Way[] {
  const code = codeOf(error)
  const reason = dataOf(error)['reason']
  if (code === 'spend_cap_exceeded') return ['cap']
  if (code === 'ai_failed') return ways[reason as AiFailureReason] ?? ['again']
  if (code === 'conflict' && reason === 'ai_not_set_up') return ['settings']
  return ['unreachable', 'internal', 'shutting_down'].includes(code) ? ['again'] : []
}

interface TroubleProps {
  readonly error: unknown
  readonly came: Came
  readonly onAgain: () => void
}

/** Why nothing came of it and what to do, with what came so far. */
export function Trouble({ error, came, onAgain }: TroubleProps) {
  const { t } = useTranslation('aiDesk')
  const { message } = describeError(error)
  const words = dataOf(error)['words']
  return (
    <>
      <Note
        tone={codeOf(error) === 'spend_cap_exceeded' ? 'warn' : 'bad'}
        actions={<WaysOut error={error} onAgain={onAgain} />}
      >
        <p>
          <b>{message}</b>
        </p>
        {typeof words === 'string' && <p className="mono words">{words}</p>}
        <p>{t('unchanged')}</p>
      </Note>
      <Partial came={came} />
    </>
  )
}

interface WaysOutProps {
  readonly error: unknown
  readonly onAgain?: () => void
}

/** The buttons that end a trouble. */
export function WaysOut({ error, onAgain }: WaysOutProps) {
  const { t } = useTranslation('aiDesk')
  const go = useGo()
  return waysOut(error).map((way) => {
    switch (way) {
      case 'again':
        return (
          onAgain && (
            <Button key={way} small icon={RotateCw} onClick={onAgain}>
              {t('again')}
            </Button>
          )
        )
      case 'settings':
        return (
          <Button key={way} small onClick={() => go.settings({ section: 'ai' })}>
            {t('openSettings')}
          </Button>
        )
      case 'cap':
        return (
          <Button key={way} small onClick={() => go.settings({ section: 'ai' })}>
            {t('raiseCap')}
          </Button>
        )
    }
  })
}

/** It was stopped by the person. */
export function Stopped({ came }: { readonly came: Came }) {
  const { t } = useTranslation('aiDesk')
  return (
    <>
      <Note tone="plain">
        <p role="status">{t('stopped')}</p>
      </Note>
      <Partial came={came} />
    </>
  )
}

/** What came before it ended, to keep by hand: half an answer is not offered as a proposal. */
function Partial({ came }: { readonly came: Came }) {
  const { t } = useTranslation('aiDesk')
  const text = [...came.texts.values()].join('\n\n')
  if (text.trim() === '') return null
  return (
    <div className="partial">
      <div className="row">
        <b className="grow">{t('partial')}</b>
        <CopyButton small text={text} label={t('copyPartial')} />
      </div>
      <p className="diff-text soft">{text}</p>
    </div>
  )
}
