import { useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../../contract/assets.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, CopyButton, SectionHead } from '../../../ui/index.ts'
import type { Kind, Wish } from './wish.ts'

interface MadeFromProps {
  readonly asset: Asset
  readonly onAgain: (kind: Kind, wish: Wish) => void
}

/** The words a file was made from; nothing where it was not made here. */
export function MadeFrom({ asset, onAgain }: MadeFromProps) {
  const { t } = useTranslation('making')
  const studio = useStudio()
  const times = useTimes()
  const made = useQuery(studio.ai.made.queryOptions({ input: { asset: asset.id, limit: 1 } }))
  const [one] = made.data?.items ?? []
  if (!one) return null
  const { prompt, model, ratio, at } = one
  return (
    <section>
      <SectionHead>{t('madeFrom')}</SectionHead>
      <p className="mk-prompt">{prompt}</p>
      <p className="soft">{t('madeBy', { model, ratio, when: times.when(at) })}</p>
      <div className="row wrap">
        <Button
          small
          icon={RotateCw}
          onClick={() => onAgain(asset.kind === 'video' ? 'video' : 'image', { prompt, ratio })}
        >
          {t('again')}
        </Button>
        <CopyButton small text={prompt} label={t('copyPrompt')} />
      </div>
    </section>
  )
}
