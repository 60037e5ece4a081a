import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Dialog, Field, Select } from '../../ui/index.ts'

/** How long a secret may work on after it was replaced, in minutes. */
const overlaps = ['0', '60', '1440', '10080'] as const
type Overlap = (typeof overlaps)[number]

interface RotateProps {
  readonly title: string
  readonly what: string
  readonly label: string
  readonly start: Overlap
  readonly busy: boolean
  readonly onRotate: (overlapMinutes: number) => void
  readonly onClose: () => void
}

/** Asks how long the secret before works on, before a new one is made. */
export function RotateDialog({ title, what, label, start, busy, onRotate, onClose }: RotateProps) {
  const { t } = useTranslation('automations')
  const { t: ui } = useTranslation('ui')
  const [overlap, setOverlap] = useState<Overlap>(start)
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{ui('cancel')}</Button>
          <Button look="primary" busy={busy} onClick={() => onRotate(Number(overlap))}>
            {t('keys.rotateAction')}
          </Button>
        </>
      }
    >
      <p className="soft au-asks">{what}</p>
      <Field label={label}>
        <Select
          value={overlap}
          options={overlaps.map((value) => ({ value, label: t(`keys.overlaps.${value}`) }))}
          onChange={setOverlap}
        />
      </Field>
    </Dialog>
  )
}
