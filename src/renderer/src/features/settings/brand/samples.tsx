import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VoiceSample } from '../../../../../contract/ai/brand.ts'
import type { PostId } from '../../../../../contract/vocabulary.ts'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, Field, TextArea, toast } from '../../../ui/index.ts'
import { SamplePicker } from './sample-picker.tsx'
import type { useBrand } from './use-brand.ts'

const most = 20

/** Writing of the brand's own, which shows how it sounds better than words about it. */
export function Samples({ brand }: { readonly brand: ReturnType<typeof useBrand> }) {
  const { t } = useTranslation('brand')
  const [picking, setPicking] = useState(false)
  const { samples } = brand
  const room = most - samples.length
  const remove = (index: number) => {
    brand.setSamples(samples.filter((_, at) => at !== index))
    toast(t('sampleRemoved'), { undo: () => brand.setSamples(samples) })
  }
  return (
    <section>
      <h3>
        {t('samples')} {samples.length > 0 && <span className="soft num">{samples.length}</span>}
      </h3>
      <p className="soft">{t('samplesHint')}</p>
      {brand.errors['samples'] !== undefined && <p className="st-failed">{brand.errors['samples']}</p>}
      <ul className="br-samples">
        {samples.map((sample, index) => (
          <li key={sample.postId ?? `text ${index}`}>
            {sample.postId === null ? (
              <Field label={t('sampleText', { number: index + 1 })} hideLabel>
                <TextArea
                  rows={3}
                  maxLength={5_000}
                  value={sample.text}
                  placeholder={t('samplePlaceholder')}
                  onChange={(event) => brand.writeSample(index, event.target.value)}
                  onBlur={() => void brand.save()}
                />
              </Field>
            ) : (
              <PostSample sample={sample} postId={sample.postId} />
            )}
            <Button
              look="plain"
              small
              icon={Trash2}
              tip={t('removeSample', { number: index + 1 })}
              onClick={() => remove(index)}
            />
          </li>
        ))}
      </ul>
      <div className="row wrap">
        <Button icon={Plus} disabled={room <= 0} onClick={() => setPicking(true)}>
          {t('choosePosts')}
        </Button>
        <Button
          icon={Plus}
          disabled={room <= 0}
          onClick={() => brand.setSamples([...samples, { postId: null, text: '' }])}
        >
          {t('addText')}
        </Button>
      </div>
      {picking && (
        <SamplePicker
          room={room}
          chosen={samples.flatMap(({ postId }) => postId ?? [])}
          onClose={() => setPicking(false)}
          onPick={(ids) => brand.setSamples([...samples, ...ids.map((postId) => ({ postId, text: '' }))])}
        />
      )}
    </section>
  )
}

function PostSample({ sample, postId }: { readonly sample: VoiceSample; readonly postId: PostId }) {
  const { t } = useTranslation('brand')
  const go = useGo()
  const studio = useStudio()
  const post = useQuery(studio.posts.get.queryOptions({ input: { id: postId } }))
  const words = post.data?.parts.map(({ text }) => text).join('\n\n') || sample.text
  return (
    <div className="grow">
      <p className="br-words">{words}</p>
      {post.data && (
        <Button look="plain" small onClick={() => go.posts({ post: postId })}>
          {post.data.title || t('openPost')}
        </Button>
      )}
      {post.isError && <p className="soft">{t('postGone')}</p>}
    </div>
  )
}
