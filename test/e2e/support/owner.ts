import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Owner {
  readonly host: string
  readonly url: string
  readonly token: string
}

/** Where the studio of `dataDir` answers, once it does. */
export async function readOwner(dataDir: string): Promise<Owner> {
  for (let attempt = 0; ; attempt++) {
    try {
      return JSON.parse(await readFile(join(dataDir, 'host.json'), 'utf8')) as Owner
    } catch (error) {
      if (attempt > 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** One call of the REST API of whoever owns `dataDir`, as a script would make it. */
export async function callOwner<T>(
  dataDir: string,
  method: string,
  path: string,
  { workspace, body }: { workspace?: string; body?: unknown } = {},
): Promise<T> {
  const { url, token } = await readOwner(dataDir)
  const answer = await fetch(new URL(path, url), {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(workspace && { 'broadside-workspace': workspace }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** A workspace with a practice account in it; returns its id. */
export async function makeWorkspace(dataDir: string, name: string): Promise<string> {
  const { id } = await callOwner<{ id: string }>(dataDir, 'POST', '/v1/workspaces', { body: { name } })
  const accounts = await callOwner<unknown[]>(dataDir, 'GET', '/v1/accounts', { workspace: id })
  if (accounts.length === 0) {
    await callOwner(dataDir, 'POST', '/v1/connections', {
      workspace: id,
      body: { platform: 'practice', method: 'practice', fields: { name: 'Practice' } },
    })
  }
  return id
}
