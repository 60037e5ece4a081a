import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useStudio } from '../../lib/studio.ts'

export const tabs = ['all', 'images', 'videos', 'noAlt', 'unused', 'bin'] as const
export type MediaTab = (typeof tabs)[number]

export function isTab(value: string | undefined): value is MediaTab {
  return tabs.some((tab) => tab === value)
}

const narrowing = {
  all: {},
  images: { kind: 'image' },
  videos: { kind: 'video' },
  noAlt: { noAlt: true },
  unused: { unused: true },
  bin: { deleted: true },
} as const satisfies Record<MediaTab, object>

/** The library, narrowed and searched, page by page; what was shown stays while the next answer comes. */
export function useLibrary(tab: MediaTab, q: string) {
  const studio = useStudio()
  const list = useInfiniteQuery({
    ...studio.assets.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...narrowing[tab],
        limit: 100,
        ...(q && { q }),
        ...(cursor && { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
    placeholderData: keepPreviousData,
  })
  const pages = list.data?.pages
  const assets = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages])
  return { list, assets, total: pages?.[0]?.total }
}
