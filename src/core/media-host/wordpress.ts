import { said } from '../../contract/sentences/index.ts'
import type { HttpAnswer } from '../http.ts'
import { failure, StepFailed, type StepFailure } from '../publishers/publisher.ts'
import { multipart } from '../publishers/multipart.ts'
import { ask, listOf, objectOf, type SiteContext } from '../publishers/wordpress/api.ts'
import { notWordPress, refusal } from '../publishers/wordpress/outcome.ts'
import { lasting, patienceMs, type Address, type Host, type HostFile } from './host.ts'

/** Statuses that are about the file when an upload gets them. */
const refused = [400, 412, 413, 415, 422]

/**
 * The media library of a connected site. Its files are public to whoever knows their address, so the address is one that nobody can guess: the key,
 * which is also the slug by which an upload whose answer was lost is found. `open` gives the account anew for each call; `broken` hears that
 * the site refuses its sign-in.
 */
export function openSite(
  open: (signal: AbortSignal) => SiteContext,
  name: string,
  broken: (failed: StepFailed) => void,
): Host {
  async function asHost<T>(signal: AbortSignal, work: (site: SiteContext) => Promise<T>): Promise<T> {
    try {
      return await work(open(signal))
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error
      if (error.outcome.failure.code === 'reconnect') broken(error)
      throw new StepFailed(ofHost(error.outcome, name))
    }
  }

  async function find(site: SiteContext, key: string): Promise<{ id: number; url: string } | undefined> {
    const query = { slug: slugOf(key), _fields: 'id,source_url' }
    return listOf(await ask(site, 'wp/v2/media', { query }), site).flatMap(toItem)[0]
  }

  async function upload(site: SiteContext, key: string, { path, type }: HostFile): Promise<Address> {
    const form = await multipart({ slug: slugOf(key), title: 'Broadside' }, { field: 'file', path, name: key, type })
    const answer = await ask(site, 'wp/v2/media', { method: 'POST', timeoutMs: patienceMs.upload, ...form }, [
      201,
      ...refused,
    ])
    if (answer.status !== 201) throw new StepFailed(refusal(answer, { file: 0 }, site))
    return addressOf(answer, site)
  }

  return {
    name,
    sign: null,
    put: (key, file, signal) =>
      asHost(signal, async (site) => {
        const found = await find(site, key)
        return found ? { url: found.url, until: null } : upload(site, key, file)
      }),
    renew: (key, signal) =>
      asHost(signal, async (site) => {
        const found = await find(site, key)
        return found ? { url: found.url, until: null } : null
      }),
    remove: (key, signal) =>
      asHost(signal, async (site) => {
        const found = await find(site, key)
        // Attachments have no bin: without `force` the site refuses (501).
        if (found)
          await ask(site, `wp/v2/media/${found.id}`, { method: 'DELETE', query: { force: 'true' } }, [200, 404, 410])
        return { keepsVersions: false }
      }),
  }
}

/** `3f2a….jpg` → `3f2a…`: a slug has no dots. */
function slugOf(key: string): string {
  return key.replace(/\.[a-z0-9]+$/, '')
}

function addressOf(answer: HttpAnswer, site: SiteContext): Address {
  const [item] = toItem(objectOf(answer))
  if (!item) throw new StepFailed(notWordPress(`${answer.status} without an id`, site))
  return { url: item.url, until: null }
}

function toItem({ id, source_url: url }: Readonly<Record<string, unknown>>): { id: number; url: string }[] {
  return typeof id === 'number' && typeof url === 'string' ? [{ id, url }] : []
}

/**
 * A site's refusal as one of the media host's: it says nothing about the account that publishes, so it must neither break nor pause that one.
 * What the site says about a file stays, since another file may go.
 */
function ofHost(outcome: StepFailure, host: string): StepFailure {
  const { code, words } = outcome.failure
  switch (code) {
    case 'reconnect':
    case 'account_gone':
      return lasting(code === 'reconnect' ? said('host_account_broken', { host }) : said('host_account_gone'), words)
    case 'network':
      return { is: 'not_sent', failure: failure('network', said('media_host_unreachable', { host }), words) }
    default:
      return outcome.is === 'deferred'
        ? { is: 'not_sent', failure: failure('media_host', said('host_trouble', { host }), words) }
        : { ...outcome, failure: { ...outcome.failure, code: 'media_host' } }
  }
}
