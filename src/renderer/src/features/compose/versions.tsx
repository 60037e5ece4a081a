import { useMutation, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostVersion } from '../../../../contract/posts.ts'
import type { PostId } from '../../../../contract/vocabulary.ts'
import type { z } from 'zod'
import { useStudio } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { Button, EmptyState, ErrorState, ScrollRegion, SectionHead, Skeleton, toast } from '../../ui/index.ts'
import { useComposing } from './context.ts'
import { contentOf } from './draft.ts'
import { type DiffPiece, diffContent } from './word-diff.ts'

type Version = z.infer<typeof PostVersion>

/** Kept versions beside the text: what each had other than now, and the way back to it. */
export function Versions({ id, onClose }: { readonly id: PostId; readonly onClose: () => void }) {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const versions = useQuery(studio.posts.versions.queryOptions({ input: { id } }))
  const [number, setNumber] = useState<number | null>(null)
  const list = versions.data ?? []
  const shown = list.find((version) => version.number === number) ?? list[1] ?? list[0]
  return (
    <section className="col versions" aria-label={t('versions')}>
      <div className="colhead">
        <SectionHead count={list.length}>{t('versions')}</SectionHead>
        <span className="grow" />
        <Button look="plain" small icon={X} tip={t('closeVersions')} onClick={onClose} />
      </div>
      {versions.isError ? (
        <ErrorState title={t('versionsFailed')} error={versions.error} onRetry={() => void versions.refetch()} />
      ) : versions.isPending ? (
        <Skeleton rows={4} />
      ) : !shown ? (
        <EmptyState title={t('noVersions')} />
      ) : (
        <>
          <VersionList list={list} shown={shown} onPick={setNumber} />
          <VersionDiff version={shown} />
        </>
      )}
    </section>
  )
}

function VersionList({
  list,
  shown,
  onPick,
}: {
  readonly list: readonly Version[]
  readonly shown: Version
  readonly onPick: (number: number) => void
}) {
  const { t } = useTranslation('compose')
  const times = useTimes()
  return (
    <ul className="scroll version-list">
      {list.map((version) => (
        <li key={version.number}>
          <button
            type="button"
            className="version"
            aria-current={version === shown || undefined}
            onClick={() => onPick(version.number)}
          >
            <b>{t('version', { number: version.number })}</b>
            <span className="soft">{t(`versionReason.${version.reason}`)}</span>
            <time className="faint" dateTime={version.at}>
              {times.when(version.at)}
            </time>
          </button>
        </li>
      ))}
    </ul>
  )
}

function VersionDiff({ version }: { readonly version: Version }) {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const { session, draft, post } = useComposing()
  const restore = useMutation(studio.posts.restore.mutationOptions())
  const now = contentOf(draft)
  const diff = diffContent(now as never, version.content)
  const other = [
    diff.media && t('diff.media'),
    diff.labels && t('diff.labels'),
    diff.accounts && t('diff.accounts'),
  ].filter(Boolean)
  const nothing =
    other.length === 0 &&
    diff.title === null &&
    diff.parts.every((part) => part.every((piece) => piece.kind === 'same'))
  const bringBack = async () => {
    if (!post) return
    await session.flush()
    const back = post.version
    restore.mutate(
      { id: post.id, version: version.number },
      {
        onSuccess: (restored) => {
          session.adopt(restored)
          toast(t('restored', { number: version.number }), {
            undo: () => restore.mutate({ id: post.id, version: back }, { onSuccess: (again) => session.adopt(again) }),
          })
        },
      },
    )
  }
  return (
    <>
      <ScrollRegion className="grow diff" label={t('diff.label', { number: version.number })}>
        {diff.title && <Pieces as="h3" pieces={diff.title} />}
        {diff.parts.map((pieces, index) => (
          <Pieces key={index} as="p" pieces={pieces} />
        ))}
        {other.length > 0 && <p className="soft">{t('diff.also', { what: other.join(', ') })}</p>}
        {nothing && <p className="soft">{t('diff.nothing')}</p>}
      </ScrollRegion>
      <div className="version-foot">
        <Button look="ink" disabled={nothing} busy={restore.isPending} onClick={() => void bringBack()}>
          {t('restore', { number: version.number })}
        </Button>
      </div>
    </>
  )
}

function Pieces({ pieces, as: Tag }: { readonly pieces: readonly DiffPiece[]; readonly as: 'h3' | 'p' }) {
  return (
    <Tag className="diff-text">
      {pieces.map((piece, index) =>
        piece.kind === 'added' ? (
          <ins key={index}>{piece.text}</ins>
        ) : piece.kind === 'removed' ? (
          <del key={index}>{piece.text}</del>
        ) : (
          <span key={index}>{piece.text}</span>
        ),
      )}
    </Tag>
  )
}
