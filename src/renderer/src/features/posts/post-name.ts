import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../../../contract/posts.ts'

type Named = Pick<PostSummary, 'title' | 'firstLine'>

/** What a post is called: its title, else its first line, else that it has no words yet. */
export function usePostName(): (post: Named) => string {
  const { t } = useTranslation('deliveries')
  return useCallback((post: Named) => post.title || post.firstLine || t('untitled'), [t])
}

const bare = (text: string) => text.replace(/[\s.!?…:]+$/u, '').toLowerCase()

/** The line beside the name, where it says something the name does not. */
export function secondLine(post: Named): string {
  return post.title && bare(post.title) !== bare(post.firstLine) ? post.firstLine : ''
}
