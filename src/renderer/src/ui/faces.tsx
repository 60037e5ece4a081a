import { CloudOff, Copy, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { describeError } from '../lib/errors.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { toast } from './toast.tsx'

interface EmptyStateProps {
  readonly title: string
  readonly children?: ReactNode
  /** The button that ends the emptiness. */
  readonly action?: ReactNode
}

/** A place that waits: says what to do, with the button. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="face">
      <div className="crop">
        <h2>{title}</h2>
        {children && <p>{children}</p>}
        {action && <div className="acts">{action}</div>}
      </div>
    </div>
  )
}

const widths = ['62%', '88%', '74%', '90%', '55%', '80%', '68%', '84%']

/** Lines where text will be; not seen for the first 150 ms, so that quick things do not flash. */
export function Skeleton({ rows = 6, table }: { readonly rows?: number; readonly table?: boolean }) {
  const { t } = useTranslation('ui')
  return (
    <div className={table ? 'skel rows late' : 'skel late'} role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} style={{ width: widths[index % widths.length] }} />
      ))}
    </div>
  )
}

interface ErrorStateProps {
  readonly error: unknown
  /** What could not be done: "The calendar could not be read". */
  readonly title: string
  readonly onRetry?: () => void
}

/** What happened, what to do, the details to copy, and another try. */
export function ErrorState({ error, title, onRetry }: ErrorStateProps) {
  const { t } = useTranslation('ui')
  const { message, details } = describeError(error)
  return (
    <div className="face" role="alert">
      <div className="crop">
        <h2>{title}</h2>
        <p>{message}</p>
        <div className="acts">
          {onRetry && (
            <Button icon={RotateCw} onClick={onRetry}>
              {t('tryAgain')}
            </Button>
          )}
          <CopyButton text={details} label={t('copyDetails')} />
        </div>
      </div>
    </div>
  )
}

/** Copies `text` and says so. */
export function CopyButton({
  text,
  label,
  small,
}: {
  readonly text: string
  readonly label: string
  readonly small?: boolean
}) {
  const { t } = useTranslation('ui')
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => toast(t('copied')),
      () => toast(t('copyFailed'), { stays: true }),
    )
  }
  return (
    <Button look="plain" small={small} icon={Copy} onClick={copy}>
      {label}
    </Button>
  )
}

/** A line under the masthead while the machine is offline: what still works. */
export function OfflineNote({ children }: { readonly children: ReactNode }) {
  return (
    <p className="offline" role="status">
      <Icon of={CloudOff} size="s" />
      <span>{children}</span>
    </p>
  )
}
