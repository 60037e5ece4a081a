import type { PublisherAccount, Secrets } from '../publishers/publisher.ts'

export const mask = '‹secret›'

/** Names whose values are secrets, wherever they came from: tokens, and what is signed with one. */
const secretHeader = /^(authorization|cookie|dpop|x-api-key)$|token|secret|signature/i
const secretName =
  /^(access_token|refresh_token|id_token|token|client_secret|appsecret_proof|password|secret|signature|sig|api_key|assertion|code|code_verifier)$/i
/** What is shorter is a setting and no secret. */
const shortest = 8

/** Takes secrets out of what is shown: those of the account, in whatever form they stand, and what is named like one. */
export function createRedaction(secrets: Secrets, account: PublisherAccount) {
  const open = new Set([account.externalId, account.displayHandle, account.server, account.method])
  const forms = [...leavesOf(secrets)]
    .filter((leaf) => leaf.length >= shortest && !open.has(leaf))
    .flatMap((leaf) => [
      leaf,
      encodeURIComponent(leaf),
      JSON.stringify(leaf).slice(1, -1),
      Buffer.from(leaf).toString('base64'),
      Buffer.from(leaf).toString('base64url'),
    ])
    .sort((a, b) => b.length - a.length)
  const text = (value: string) => forms.reduce((shown, form) => shown.replaceAll(form, mask), value)
  const named = (name: string, value: string) => (secretName.test(name) ? mask : text(value))

  function json(value: unknown): unknown {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map(json)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, secretName.test(name) ? mask : json(inner)]),
    )
  }

  return {
    text,
    /** A field of a form, or of a query. */
    named,
    json,
    header: (name: string, value: string) => (secretHeader.test(name) ? mask : text(value)),
    url(url: URL): string {
      const shown = new URL(url)
      for (const name of new Set(shown.searchParams.keys())) {
        const values = shown.searchParams.getAll(name).map((value) => named(name, value))
        shown.searchParams.delete(name)
        for (const value of values) shown.searchParams.append(name, value)
      }
      if (shown.password !== '') shown.password = 'secret'
      return text(shown.href).replaceAll(encodeURIComponent(mask), mask)
    },
  }
}
export type Redaction = ReturnType<typeof createRedaction>

function* leavesOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) yield* leavesOf(inner)
}
