import type { Answer, TestHost } from './host.ts'

/** A program with a key of its own. */
export interface Program {
  readonly id: string
  readonly secret: string
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
}

/** Makes a key of a workspace that may do what `scopes` say. */
export async function programWith(host: TestHost, workspace: string, scopes: readonly string[]): Promise<Program> {
  const made = await host.script('POST', '/v1/keys', { name: 'Program', scopes }, { 'broadside-workspace': workspace })
  const { secret, key } = made.json()
  return {
    id: key.id,
    secret,
    ask: (method, path, body, headers = {}) =>
      host.ask(method, path, {
        headers: {
          authorization: `Bearer ${secret}`,
          ...(body !== undefined && !Buffer.isBuffer(body) && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
      }),
  }
}

/** As the signed-in browser asks. */
export function personAsks(host: TestHost, workspace: string, method: string, path: string, body?: unknown) {
  return host.ask(method, path, {
    headers: {
      cookie: host.cookie,
      origin: host.url,
      'broadside-workspace': workspace,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}
