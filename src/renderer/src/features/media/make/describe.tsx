import { useMutation, useQuery } from '@tanstack/react-query'
import { ScanText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../../contract/assets.ts'
import { describeError } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, CopyButton, Note } from '../../../ui/index.ts'
import { useUsageWords } from '../../settings/usage/use-usage-words.ts'

interface DescribeProps {
  readonly asset: Asset
  readonly onTake: (alt: string) => void
}

/** Proposes an alt text from the picture, to take or leave; not there until there is a model that reads pictures. */
export function Describe({ asset, onTake }: DescribeProps) {
  const { t } = useTranslation('making')
  const studio = useStudio()
  const words = useUsageWords()
  const set = useQuery(studio.ai.endpoints.queryOptions())
  const ask = useMutation(studio.ai.altText.mutationOptions({ meta: { quiet: true } }))
  if (!set.data?.ready.vision) return null
  const { alt, caption } = ask.data?.answer ?? {}
  return (
    <div className="mk-describe">
      <Button small icon={ScanText} busy={ask.isPending} onClick={() => ask.mutate({ asset: asset.id })}>
        {t(ask.data ? 'describeAgain' : 'describe')}
      </Button>
      <div role="status">
        {ask.isPending && <p className="soft">{t('describing')}</p>}
        {ask.data && alt !== undefined && (
          <Note
            tone="plain"
            actions={
              <>
                <Button
                  look="ink"
                  small
                  onClick={() => {
                    onTake(alt)
                    ask.reset()
                  }}
                >
                  {t('take')}
                </Button>
                <Button small onClick={() => ask.reset()}>
                  {t('leave')}
                </Button>
                {caption !== undefined && caption !== '' && (
                  <CopyButton small text={caption} label={t('copyCaption')} />
                )}
              </>
            }
          >
            <p>{alt}</p>
            {caption !== undefined && caption !== '' && <p className="soft">{t('caption', { caption })}</p>}
            <p className="soft num">{t('cost', { usd: words.cost(ask.data.used.usage) })}</p>
          </Note>
        )}
      </div>
      {ask.error && <Note tone="bad">{describeError(ask.error).message}</Note>}
    </div>
  )
}
