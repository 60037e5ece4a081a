import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConnectionId, type AccountId } from '../../../../../contract/vocabulary.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, EmptyState, Inspector, platformNames, Skeleton } from '../../../ui/index.ts'
import { Choosing } from './choosing.tsx'
import { Connected } from './connected.tsx'
import { chooseFormId } from './foot.tsx'
import { useChoosing } from './use-choosing.ts'

interface MoreInspectorProps {
  /** The connection that is choosing. */
  readonly id: string
  readonly onClose: () => void
}

/** Connecting more of what the sign-in of an account reaches, without signing in again. */
export function MoreInspector({ id, onClose }: MoreInspectorProps) {
  const { t } = useTranslation('accounts')
  const studio = useStudio()
  const known = ConnectionId.safeParse(id)
  const [made, setMade] = useState<readonly AccountId[] | null>(null)
  const connection = useQuery({
    ...studio.connections.get.queryOptions({ input: { id: known.data ?? ('conn_none' as never) } }),
    enabled: known.success,
  })
  const choosing = useChoosing(({ accounts }) => setMade(accounts))
  const { data } = connection
  const isOver = !known.success || connection.isError || (data !== undefined && data.state !== 'choosing')
  return (
    <Inspector
      title={data ? t('choose.more', { platform: platformNames[data.platform] }) : t('choose.moreTitle')}
      label={t('choose.moreTitle')}
      backTo={t('title')}
      onClose={onClose}
    >
      {made ? (
        <Connected ids={made} isAgain={false} />
      ) : isOver ? (
        <EmptyState title={t('choose.over')}>{t('choose.overText')}</EmptyState>
      ) : data ? (
        <div className="ac-more">
          <Choosing
            formId={chooseFormId}
            choices={data.choices}
            picked={choosing.picked}
            error={choosing.error}
            onPick={choosing.pick}
            onSend={() => choosing.send(data.id)}
          />
        </div>
      ) : (
        <Skeleton rows={6} />
      )}
      {!made && !isOver && data && (
        <div className="ac-foot">
          <span className="grow" />
          <Button type="submit" form={chooseFormId} look="primary" busy={choosing.busy}>
            {choosing.picked.size === 0
              ? t('choose.connectNone')
              : t('choose.connect', { count: choosing.picked.size })}
          </Button>
        </div>
      )}
    </Inspector>
  )
}
