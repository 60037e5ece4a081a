import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, ErrorState, Inspector, Note, Segmented, Skeleton } from '../../../ui/index.ts'
import { Made } from './made.tsx'
import { MakeForm } from './make-form.tsx'
import { UnderWay } from './under-way.tsx'
import type { Kind, Wish } from './wish.ts'
import './make.css'

interface MakeInspectorProps {
  readonly kind: Kind
  /** What the form begins with. */
  readonly wish: Wish | null
  readonly onKind: (kind: Kind) => void
  readonly onAgain: (kind: Kind, wish: Wish) => void
  readonly onClose: () => void
}

/** Pictures and videos from words: asking for one, what is under way, and what was made before. */
export function MakeInspector({ kind, wish, onKind, onAgain, onClose }: MakeInspectorProps) {
  const { t } = useTranslation('making')
  const go = useGo()
  const studio = useStudio()
  const set = useQuery(studio.ai.endpoints.queryOptions())
  const ready = set.data?.ready[kind] ?? false
  return (
    <Inspector title={t('title')} label={t('title')} backTo={t('media')} onClose={onClose}>
      <div className="mk">
        <Segmented
          label={t('what')}
          value={kind}
          options={[
            { value: 'image', label: t('picture') },
            { value: 'video', label: t('video') },
          ]}
          onChange={onKind}
        />
        {set.isError && <ErrorState title={t('failed')} error={set.error} onRetry={() => void set.refetch()} />}
        {set.isPending && <Skeleton rows={4} />}
        {set.data && !ready && (
          <Note
            tone="plain"
            actions={
              <Button look="ink" small onClick={() => go.settings({ section: 'ai' })}>
                {t('setUp')}
              </Button>
            }
          >
            {t(kind === 'image' ? 'noPictures' : 'noVideos')}
          </Note>
        )}
        {ready && <MakeForm key={`${kind} ${wish?.prompt ?? ''}`} kind={kind} wish={wish} />}
        <UnderWay />
        <Made onAgain={onAgain} />
      </div>
    </Inspector>
  )
}
