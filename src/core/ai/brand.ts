import { Brand } from '../../contract/ai/brand.ts'
import * as z from 'zod'
import { toIso } from '../clock.ts'
import { getPost } from '../store/posts.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { createSetting } from './setting.ts'

const Stored = z.object({ profile: Brand.prefault({}), updatedAt: z.number().nullable().default(null) })

/** The brand's profile, with its voice samples as they read now. */
export function createBrands(context: WorkspaceContext) {
  const stored = createSetting(context, 'brand', Stored, 'brand.changed')

  /** A sample that is a post says what the post says now; one that is gone, what it said when it was chosen. */
  function textOf({ postId, text }: Brand['samples'][number]): string {
    const post = postId === null ? undefined : getPost(context.store.read, postId)
    if (!post) return text
    return (
      post.parts
        .map((part) => part.text)
        .join('\n\n')
        .trim()
        .slice(0, 5_000) || text
    )
  }

  const withTexts = (brand: Brand): Brand => ({
    ...brand,
    samples: brand.samples.map((sample) => ({ ...sample, text: textOf(sample) })),
  })
  const profile = () => withTexts(stored.get().profile)

  function view() {
    const { updatedAt } = stored.get()
    return { ...profile(), updatedAt: updatedAt === null ? null : toIso(updatedAt) }
  }

  return {
    profile,
    get: view,
    put(next: Brand) {
      stored.set({ profile: withTexts(next), updatedAt: context.clock.now() })
      return view()
    },
  }
}
