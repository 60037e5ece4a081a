import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import type { Post, PostContent, PostVersion } from '../../../../../contract/posts.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, EmptyState, ErrorState, Segmented, Skeleton, Status } from '../../../ui/index.ts'
import { usePostActions } from '../post-actions.ts'
import { useAccounts } from '../use-accounts.ts'
import { type Change, versionChanges } from './version-changes.ts'

/** Kept versions, newest first; an open one shows what changed, and can be the text again. */
export function Versions({ post }: { readonly post: Post }) {
  const { t } = useTranslation('posts')
  const studio = useStudio()
  const versions = useQuery(studio.posts.versions.queryOptions({ input: { id: post.id } }))
  const [chosen, setChosen] = useState<number | null>(null)
  const [against, setAgainst] = useState<'before' | 'present'>('before')
  if (versions.isError)
    return <ErrorState title={t('versions.failed')} error={versions.error} onRetry={() => void versions.refetch()} />
  if (!versions.data) return <Skeleton rows={5} />
  if (versions.data.length === 0) return <EmptyState title={t('versions.none')}>{t('versions.noneText')}</EmptyState>
  const newest = versions.data[0]?.number
  const open = chosen ?? newest
  return (
    <>
      <div className="ver-against">
        <span className="soft">{t('versions.against')}</span>
        <Segmented
          label={t('versions.against')}
          value={against}
          options={[
            { value: 'before', label: t('versions.before') },
            { value: 'present', label: t('versions.present') },
          ]}
          onChange={setAgainst}
        />
      </div>
      <ol className="vers">
        {versions.data.map((version, index) => (
          <li key={version.number}>
            <VersionHead
              version={version}
              open={version.number === open}
              onOpen={() => setChosen(version.number === open ? -1 : version.number)}
            />
            {version.number === open && (
              <VersionBody
                post={post}
                version={version}
                other={against === 'before' ? (versions.data[index + 1]?.content ?? null) : post}
                against={against}
              />
            )}
          </li>
        ))}
      </ol>
    </>
  )
}

interface HeadProps {
  readonly version: z.infer<typeof PostVersion>
  readonly open: boolean
  readonly onOpen: () => void
}

function VersionHead({ version, open, onOpen }: HeadProps) {
  const { t } = useTranslation('posts')
  const times = useTimes()
  return (
    <button type="button" className="ver-head" aria-expanded={open} onClick={onOpen}>
      <b>{t('versions.number', { number: version.number })}</b>
      <span className="soft">{t(`versions.reason.${version.reason}`)}</span>
      <span className="grow" />
      {(version.reason === 'published' || version.reason === 'scheduled') && <Status value={version.reason} iconOnly />}
      <time className="soft" dateTime={version.at}>
        {times.when(version.at)}
      </time>
    </button>
  )
}

interface BodyProps {
  readonly post: Post
  readonly version: z.infer<typeof PostVersion>
  readonly other: PostContent | null
  readonly against: 'before' | 'present'
}

function VersionBody({ post, version, other, against }: BodyProps) {
  const { t } = useTranslation('posts')
  const { restore } = usePostActions()
  const isPresent = useMemo(() => versionChanges(version.content, post).length === 0, [version, post])
  // Read in the order of time: against the one before it is what this version brought, against the present what came after it.
  const changes = useMemo(
    () =>
      other && (against === 'before' ? versionChanges(other, version.content) : versionChanges(version.content, other)),
    [other, version, against],
  )
  return (
    <div className="ver-body">
      {changes === null && <p className="soft">{t('versions.first')}</p>}
      {changes?.length === 0 && <p className="soft">{t('versions.same')}</p>}
      {changes?.map((change) => (
        <ChangeText key={`${change.what}${change.of}`} change={change} />
      ))}
      {!isPresent && !post.deletedAt && (
        <div className="acts">
          <Button small icon={History} onClick={() => restore(post.id, version.number)}>
            {t('versions.restore', { number: version.number })}
          </Button>
        </div>
      )}
    </div>
  )
}

/** A changed text: what went is struck out, what came is underlined; each says so to a screen reader. */
function ChangeText({ change: { what, of, stretches } }: { readonly change: Change }) {
  const { t } = useTranslation('posts')
  const accounts = useAccounts()
  const number = typeof of === 'number' ? of + 1 : 1
  const account = typeof of === 'string' ? accounts.nameOf(of) : ''
  return (
    <div className="change">
      <h4>{t(`versions.what.${what}`, { number, account })}</h4>
      <p>
        {stretches.map(({ text, is }, index) =>
          is === 'same' ? (
            <span key={index}>{text}</span>
          ) : is === 'new' ? (
            <ins key={index} aria-label={`${t('versions.new')}: ${text}`}>
              {text}
            </ins>
          ) : (
            <del key={index} aria-label={`${t('versions.gone')}: ${text}`}>
              {text}
            </del>
          ),
        )}
      </p>
    </div>
  )
}
