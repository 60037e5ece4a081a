import { dialog, shell } from 'electron'
import type { HostInfo } from '../core/host-info.ts'
import { fill, type Words } from './words.ts'

/** Says that another host takes care of the data, and opens that one in the browser: there must never be two schedulers. */
export async function handOver(owner: HostInfo | null, words: Words): Promise<void> {
  const address = owner?.url ?? null
  const detail = address ? fill(words.ownedDetail, { address }) : words.ownedDetailNoAddress
  const buttons = address ? [words.ownedOpen, words.cancel] : [words.close]
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: words.ownedTitle,
    detail,
    buttons,
    defaultId: 0,
    cancelId: buttons.length - 1,
  })
  if (owner?.url && response === 0) await shell.openExternal((await askForLink(owner)) ?? owner.url)
}

/** A link that signs the browser in, from the owner; null where it does not give one. */
async function askForLink({ url, token }: HostInfo): Promise<string | null> {
  if (!url || !token) return null
  const address = new URL('/sign-in-link', url)
  // The file that says where it is could have been left by a program that is gone: never anywhere but this machine.
  if (address.hostname !== '127.0.0.1') return null
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(5_000),
    })
    if (!answer.ok) return null
    const { link } = (await answer.json()) as { link: string }
    return link.startsWith(`${address.origin}/`) ? link : null
  } catch {
    return null // the address alone then: its page says how to sign in
  }
}
