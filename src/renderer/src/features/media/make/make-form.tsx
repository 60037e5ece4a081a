import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { ImagePlus, Video } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImageTask, VideoTask } from '../../../../../contract/ai/tasks.ts'
import type { Job } from '../../../../../contract/jobs.ts'
import { describeError } from '../../../lib/errors.ts'
import { useGo } from '../../../lib/go.ts'
import { ended } from '../../../lib/jobs.ts'
import { usdText } from '../../../lib/money.ts'
import { say } from '../../../lib/say.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, Checkbox, Dialog, Field, Input, Note, Segmented, Select, TextArea, toast } from '../../../ui/index.ts'
import { Exchange } from '../../settings/usage/exchange.tsx'
import { ratioFor, ratiosOf, type Kind, type Wish } from './wish.ts'

/** What shall be seen, in which shape, and what it can cost. */
export function MakeForm({ kind, wish }: { readonly kind: Kind; readonly wish: Wish | null }) {
  const { t } = useTranslation('making')
  const studio = useStudio()
  const follow = useFollow()
  const [prompt, setPrompt] = useState(wish?.prompt ?? '')
  const [ratio, setRatio] = useState(ratioFor(kind, wish?.ratio))
  const [count, setCount] = useState(1)
  const [length, setLength] = useState('8')
  const [plain, setPlain] = useState(false)
  const brand = useQuery(studio.brand.get.queryOptions())
  const pictures = useMutation(studio.ai.images.mutationOptions({ meta: { quiet: true } }))
  const videos = useMutation(studio.ai.videos.mutationOptions({ meta: { quiet: true } }))
  const making = kind === 'image' ? pictures : videos
  const seconds = Number(length)
  const style = brand.data?.imageInstructions ?? ''
  const words = prompt.trim()
  const askable = words !== '' && Number.isInteger(seconds) && seconds >= 1 && seconds <= 60
  const image: ImageTask = { prompt: words, ratio, count, plain }
  const video: VideoTask = { prompt: words, ratio: ratio === '16:9' ? ratio : '9:16', seconds, plain }
  const start = () => {
    if (!askable || making.isPending) return
    const onSuccess = (job: Job) => void follow(job)
    if (kind === 'image') pictures.mutate(image, { onSuccess })
    else videos.mutate(video, { onSuccess })
  }
  return (
    <form
      className="mk-form"
      onSubmit={(event) => {
        event.preventDefault()
        start()
      }}
    >
      <Field label={t('prompt')} hint={t('promptHint')}>
        <TextArea
          rows={4}
          maxLength={10_000}
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) start()
          }}
        />
      </Field>
      <div>
        <span className="lab">{t('shape')}</span>
        <Segmented
          label={t('shape')}
          value={ratio}
          options={ratiosOf[kind].map((value) => ({ value, label: value }))}
          onChange={setRatio}
        />
      </div>
      {kind === 'image' ? (
        <Field label={t('howMany')}>
          <Select
            value={String(count)}
            options={[1, 2, 3, 4].map((value) => ({ value: String(value), label: t('pictures', { count: value }) }))}
            onChange={(value) => setCount(Number(value))}
          />
        </Field>
      ) : (
        <Field label={t('length')} hint={t('lengthHint')}>
          <Input
            type="number"
            min={1}
            max={60}
            value={length}
            end={<span className="soft">{t('unit')}</span>}
            onChange={(event) => setLength(event.target.value)}
          />
        </Field>
      )}
      {style !== '' && (
        <Checkbox checked={!plain} onChange={(on) => setPlain(!on)} hint={style}>
          {t('withStyle')}
        </Checkbox>
      )}
      {making.error && <Note tone="bad">{describeError(making.error).message}</Note>}
      <Cost task={kind === 'image' ? { ...image, task: 'image' } : { ...video, task: 'video' }} askable={askable} />
      <div className="row wrap">
        <Button
          type="submit"
          look="primary"
          icon={kind === 'image' ? ImagePlus : Video}
          disabled={!askable}
          busy={making.isPending}
          shortcut="mod+enter"
        >
          {kind === 'image' ? t('makePictures', { count }) : t('makeVideo')}
        </Button>
      </div>
    </form>
  )
}

type Task = (ImageTask & { task: 'image' }) | (VideoTask & { task: 'video' })

/** The most it can cost, what that leaves, and what exactly would be sent. */
function Cost({ task, askable }: { readonly task: Task; readonly askable: boolean }) {
  const { t } = useTranslation('making')
  const studio = useStudio()
  const { locale } = useTimes()
  const [looking, setLooking] = useState(false)
  const input = useDeferredValue(task)
  const preview = useQuery({
    ...studio.ai.preview.queryOptions({ input }),
    enabled: askable,
    placeholderData: keepPreviousData,
  })
  const [call] = preview.data?.calls ?? []
  if (!askable || !preview.data || !call) return null
  const { day, month } = preview.data.spending
  const left = [day.leftUsd, month.leftUsd].filter((usd) => usd !== null)
  return (
    <p className="row wrap soft">
      <span className="num">
        {call.maxUsd === null ? t('noPrice', { model: call.model }) : t('costs', { usd: usdText(call.maxUsd, locale) })}{' '}
        {left.length > 0 && t('left', { usd: usdText(Math.min(...left), locale) })}
      </span>
      <Button look="plain" small onClick={() => setLooking(true)}>
        {t('look')}
      </Button>
      {looking && (
        <Dialog open wide title={t('look')} onClose={() => setLooking(false)}>
          <p className="soft">{t('to', { model: call.model, endpoint: call.endpoint })}</p>
          <Exchange messages={call.messages} />
        </Dialog>
      )}
    </p>
  )
}

/** Says how a job ended, wherever one has gone meanwhile. */
function useFollow() {
  const { t } = useTranslation('making')
  const studio = useStudio()
  const go = useGo()
  return async (begun: Job) => {
    try {
      const { state, result, error, kind } = await ended(studio, begun.id)
      const ids = kind === 'ai_video' ? [result?.['assetId']] : ((result?.['assetIds'] ?? []) as unknown[])
      const [first] = ids.filter((id) => typeof id === 'string')
      if (error) toast(say(error), { stays: true })
      else if (state === 'done' && first !== undefined)
        toast(kind === 'ai_video' ? t('videoMade') : t('picturesMade', { count: ids.length }), {
          action: { label: t('show'), run: () => go.media({ asset: first }) },
        })
    } catch (error) {
      toast(describeError(error).message, { stays: true })
    }
  }
}
