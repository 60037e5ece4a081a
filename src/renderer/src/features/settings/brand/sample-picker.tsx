import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostId } from '../../../../../contract/vocabulary.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import {
  Button,
  Checkbox,
  Dialog,
  EmptyState,
  ErrorState,
  Field,
  Input,
  Segmented,
  Skeleton,
} from '../../../ui/index.ts'

interface SamplePickerProps {
  /** How many more there may be. */
  readonly room: number
  readonly chosen: readonly string[]
  readonly onClose: () => void
  readonly onPick: (ids: readonly PostId[]) => void
}

/** Own posts, to take as samples of the voice. */
export function SamplePicker({ room, chosen, onClose, onPick }: SamplePickerProps) {
  const { t } = useTranslation('brand')
  const studio = useStudio()
  const times = useTimes()
  const [query, setQuery] = useState('')
  const [which, setWhich] = useState<'published' | 'all'>('published')
  const [picked, setPicked] = useState<readonly PostId[]>([])
  const q = useDeferredValue(query.trim())
  const posts = useQuery({
    ...studio.posts.list.queryOptions({
      input: { limit: 50, ...(q && { q }), ...(which === 'published' && { status: ['published' as const] }) },
    }),
    placeholderData: keepPreviousData,
  })
  const found = posts.data?.items.filter(({ id }) => !chosen.includes(id)) ?? []
  const full = picked.length >= room
  return (
    <Dialog
      open
      wide
      title={t('choosePosts')}
      onClose={onClose}
      footer={
        <Button
          look="primary"
          disabled={picked.length === 0}
          onClick={() => {
            onPick(picked)
            onClose()
          }}
        >
          {t('takePosts', { count: picked.length })}
        </Button>
      }
    >
      <div className="br-find">
        <Field label={t('findPosts')} hideLabel>
          <Input
            icon={Search}
            placeholder={t('findPosts')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </Field>
        <Segmented
          label={t('which')}
          value={which}
          options={[
            { value: 'published', label: t('published') },
            { value: 'all', label: t('allPosts') },
          ]}
          onChange={setWhich}
        />
      </div>
      {posts.isError && (
        <ErrorState title={t('postsFailed')} error={posts.error} onRetry={() => void posts.refetch()} />
      )}
      {posts.isPending && <Skeleton rows={6} />}
      {posts.isSuccess && found.length === 0 && (
        <EmptyState
          title={t('noPosts')}
          action={which === 'published' && <Button onClick={() => setWhich('all')}>{t('lookInAll')}</Button>}
        />
      )}
      <ul className="br-posts">
        {found.map((post) => (
          <li key={post.id}>
            <Checkbox
              checked={picked.includes(post.id)}
              disabled={full && !picked.includes(post.id)}
              onChange={(on) => setPicked(on ? [...picked, post.id] : picked.filter((id) => id !== post.id))}
              hint={post.when && times.when(post.when.at)}
            >
              {post.title || post.firstLine || t('openPost')}
            </Checkbox>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
