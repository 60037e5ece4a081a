import type { HostEvent } from '../contract/host.ts'
import { PostId, WorkspaceId } from '../contract/vocabulary.ts'

export const linkScheme = 'broadside'

/** Longest address read, and longest text taken from one. Anybody can write such a link. */
const maxLink = 60_000
const maxText = 10_000

/**
 * What a `broadside://` link asks for, null for anything not exactly understood:
 * `broadside://compose?text=…` starts a post, `broadside://post/<id>[?workspace=<id>]` shows one. Links only show; none acts.
 */
export function parseDeepLink(link: string): Extract<HostEvent, { type: 'compose' | 'post' }> | null {
  if (link.length > maxLink || !link.startsWith(`${linkScheme}://`)) return null
  const url = URL.parse(link)
  if (!url || url.username || url.password || url.port || url.hash) return null
  const path = url.pathname.replace(/^\/|\/$/g, '')
  if (url.hostname === 'compose' && path === '') return compose(url.searchParams.get('text') ?? '')
  if (url.hostname === 'post') return showPost(path, url.searchParams.get('workspace'))
  return null
}

/** The first deep link among a program's arguments. */
export function findDeepLink(args: readonly string[]): string | null {
  return args.find((arg) => arg.startsWith(`${linkScheme}://`)) ?? null
}

function compose(text: string) {
  // Line breaks and tabs are text; other control characters are an attempt at something.
  const isHostile = /[^\P{Cc}\n\r\t]/u.test(text) || text.includes('\uFFFD')
  if (text.length > maxText || isHostile) return null
  return { type: 'compose', text: text.replaceAll('\r\n', '\n') } as const
}

function showPost(id: string, workspace: string | null) {
  const post = PostId.safeParse(id)
  const workspaceId = WorkspaceId.nullable().safeParse(workspace)
  return post.success && workspaceId.success
    ? ({ type: 'post', id: post.data, workspaceId: workspaceId.data } as const)
    : null
}
