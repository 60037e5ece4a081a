import { callOwner, makeWorkspace } from './owner.ts'

interface PostOptions {
  readonly at?: number
  /** A time as the clock on a wall shows it. */
  readonly when?: { readonly wallTime: string; readonly zone: string }
  readonly title?: string
  readonly labels?: readonly string[]
}

/** A workspace with a practice account, made as a script would. */
export interface Studio {
  readonly workspace: string
  readonly account: string
  call<T = unknown>(method: string, path: string, body?: unknown): Promise<T>
  /** A post for the practice account; scheduled where `at` or `when` is given. Returns its id. */
  post(text: string, options?: PostOptions): Promise<string>
  /** Texts the practice account got, newest first. */
  feed(): Promise<string[]>
  /** Words of the statuses of a post's deliveries. */
  statuses(post: string): Promise<string[]>
}

export async function makeStudio(dataDir: string, settings: Readonly<Record<string, unknown>> = {}): Promise<Studio> {
  const workspace = await makeWorkspace(dataDir, 'Fernweh')
  const call = <T>(method: string, path: string, body?: unknown) =>
    callOwner<T>(dataDir, method, path, { workspace, ...(body !== undefined && { body }) })
  await call('PATCH', `/v1/workspaces/${workspace}`, { zone: 'Europe/Berlin', ...settings })
  const [first] = await call<{ id: string }[]>('GET', '/v1/accounts')
  const account = first?.id ?? ''
  return {
    workspace,
    account,
    call,
    async post(text, { at, when, title = '', labels = [] } = {}) {
      const { id } = await call<{ id: string }>('POST', '/v1/posts', {
        title,
        parts: [{ text }],
        labels,
        variants: [{ accountId: account }],
      })
      const time = at === undefined ? when : { at: new Date(at).toISOString() }
      if (time) await call('POST', `/v1/posts/${id}/schedule`, { when: time })
      return id
    },
    async feed() {
      const { items } = await call<{ items: { text: string }[] }>('GET', `/v1/practice/posts?account=${account}`)
      return items.map(({ text }) => text)
    },
    async statuses(post) {
      const { deliveries } = await call<{ deliveries: { status: string }[] }>('GET', `/v1/posts/${post}`)
      return deliveries.map(({ status }) => status)
    },
  }
}
