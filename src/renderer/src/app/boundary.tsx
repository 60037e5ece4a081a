import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../ui/index.ts'

/** A view that broke says so in its place; the frame and every other view go on. */
export function ViewBoundary({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('app')
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <main className="view">
      <ErrorState title={t('boundary')} error={error} onRetry={again} />
    </main>
  )
}
