import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../lib/now.ts'
import { useWorkspace } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { Button, DateTimeField, Dialog, Note } from '../../ui/index.ts'
import { isOver, momentOf, type WallTimeIn } from './plan.ts'

interface MoveDialogProps {
  readonly name: string
  readonly at: WallTimeIn | null
  readonly onClose: () => void
  readonly onMove: (to: WallTimeIn) => void
}

/** Another time for a post or one of its deliveries. */
export function MoveDialog({ name, at, onClose, onMove }: MoveDialogProps) {
  const { t } = useTranslation('deliveries')
  const { t: ui } = useTranslation('ui')
  const workspace = useWorkspace()
  const now = useNow()
  const [to, setTo] = useState(at)
  const times = useTimes(to?.zone)
  const past = to !== null && isOver(to, now)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('move.title', { name })}
      footer={
        <>
          <Button onClick={onClose}>{ui('cancel')}</Button>
          <Button
            look="primary"
            disabled={to === null || past}
            onClick={() => {
              if (to) onMove(to)
              onClose()
            }}
          >
            {to ? t('move.save', { time: times.when(momentOf(to)) }) : ui('pickDate')}
          </Button>
        </>
      }
    >
      <DateTimeField value={to} zone={workspace.zone} onChange={setTo} />
      {past && (
        <div style={{ marginTop: 12 }}>
          <Note tone="warn">{t('move.past')}</Note>
        </div>
      )}
    </Dialog>
  )
}
