/** What a request says of itself, as far as the guard looks. */
export interface RequestFacts {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`, which no page can forge. */
  readonly fetchSite: string | undefined
  /** A person follows a link, in a page of its own: `Sec-Fetch-Mode: navigate` to a `document`. */
  readonly opensPage: boolean
  /** A bearer token is not sent by a browser on its own, so no other site can borrow it. */
  readonly bearer: boolean
}

/**
 * Whether a request may be looked at at all; null when it may, else why not. Another site's page can reach loopback, by its own name (DNS rebinding)
 * or by ours (a form, a fetch): the first shows in Host, the second in Origin and Sec-Fetch-Site.
 */
export function refuse(
  { method, host, origin, fetchSite, opensPage, bearer }: RequestFacts,
  port: number,
): string | null {
  const ours = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]
  if (host === undefined || !ours.includes(host.toLowerCase())) return 'This address is not ours'
  if (origin !== undefined && !ours.some((name) => origin === `http://${name}`)) return 'Another site may not ask this'
  if (fetchSite === 'cross-site' || fetchSite === 'same-site') {
    // A link from elsewhere may open the page; nothing else may come from there, also not from another port of this machine,
    // which our cookie is sent along with.
    if (method !== 'GET' || !opensPage) return 'Another site may not ask this'
  }
  const changes = method !== 'GET' && method !== 'HEAD'
  if (changes && origin === undefined && !bearer) return 'Send an Origin or a bearer token'
  return null
}
