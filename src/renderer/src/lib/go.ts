import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'

type Search = Record<string, string | undefined>

/** Where one can go, in one place, so that no view writes another's address. */
export function useGo() {
  const navigate = useNavigate()
  return useMemo(() => {
    const to = (path: string, search: Search = {}) => void navigate({ to: path, search: search as never })
    return {
      to,
      today: () => to('/today'),
      welcome: () => to('/welcome'),
      /** Opens a post for writing. */
      compose: (postId: string) => to(`/compose/${postId}`),
      /** A new post, planned for a time or for accounts where that is known already. */
      newPost: (start: { wallTime?: string; zone?: string; accounts?: readonly string[]; text?: string } = {}) =>
        // `at` makes each call another address, so that two new posts in a row are two.
        to('/compose/new', {
          wallTime: start.wallTime,
          zone: start.zone,
          accounts: start.accounts?.join(','),
          text: start.text,
          at: Date.now().toString(36),
        }),
      calendar: (search: { view?: string; date?: string } = {}) => to('/calendar', search),
      /** The table of posts; with `post` its record is open. */
      posts: (search: { post?: string; tab?: string; q?: string; account?: string; saved?: string } = {}) =>
        to('/posts', search),
      /** The library; `asset` opens a file's record, `make` what makes one from words. */
      media: (search: { asset?: string; make?: 'image' | 'video' } = {}) => to('/media', search),
      /** Accounts; `connect` opens the steps for a platform, `reconnect` for an account. */
      accounts: (search: { connect?: string; reconnect?: string; account?: string; part?: string } = {}) =>
        to('/accounts', search),
      /** Automations; `make` opens the form for a key or a webhook. */
      automations: (search: { section?: string; key?: string; hook?: string; make?: 'key' | 'hook' } = {}) =>
        to('/automations', search),
      settings: (search: { section?: string } = {}) => to('/settings', search),
    }
  }, [navigate])
}

/** The state of a view that belongs in its address: an open record, a tab, a filter. Setting undefined takes a key away. */
export function useViewSearch<Keys extends string>(): [
  Partial<Record<Keys, string>>,
  (change: Partial<Record<Keys, string | undefined>>) => void,
] {
  const search = useSearch({ strict: false }) as Partial<Record<Keys, string>>
  const navigate = useNavigate()
  return [
    search,
    (change) => void navigate({ search: ((old: Search) => ({ ...old, ...change })) as never, to: '.', replace: true }),
  ]
}
