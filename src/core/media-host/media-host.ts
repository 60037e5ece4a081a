import type { MediaHost, MediaHostInput, MediaHostTest } from '../../contract/media-host.ts'
import { said, spoken, type Said } from '../../contract/sentences/index.ts'
import { createSealedSecrets } from '../accounts/sealed-secrets.ts'
import { conflict, unprocessable } from '../errors.ts'
import {
  saidOf,
  StepFailed,
  type DeliveryMediaHost,
  type PublisherAccount,
  type Secrets,
} from '../publishers/publisher.ts'
import { siteName } from '../publishers/wordpress/outcome.ts'
import { getAccount, getSealed } from '../store/accounts.ts'
import {
  currentHost,
  insertHost,
  tryRemovalsNow,
  unneededFiles,
  updateHost,
  type MediaHostRow,
} from '../store/media-host.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { lasting, type Host } from './host.ts'
import { createHostedFiles, type HostingOf } from './hosted-files.ts'
import { createRemoval } from './removal.ts'
import { tryHost } from './trial.ts'
import { openSite } from './wordpress.ts'

/** What a media host needs of the accounts: to act as a connected site. */
interface AccountsOfHost {
  /** Throws VaultLocked; StepFailed where the account is gone or its secrets will never open here. */
  openAccount(id: string): { readonly account: PublisherAccount; readonly secrets: Secrets }
  markBroken(id: string, reason: Said): void
}

/** The media host of one workspace: chosen, tried, used by deliveries, tidied up behind them. */
export interface MediaHosts {
  get(): MediaHost
  /** Throws `unprocessable`, VaultLocked. */
  put(input: MediaHostInput): Promise<MediaHost>
  remove(): Promise<MediaHost>
  /** Answers when the test has ended; a second one joins the first. Throws `conflict` where there is none. */
  test(): Promise<MediaHost>
  /** Whether a post may count on it. */
  isReady(): boolean
  /** For one delivery; null where there is none. */
  forDelivery(hosting: HostingOf): DeliveryMediaHost | null
  /** A delivery may have ended: what it needed may go. */
  deliveryChanged(): void
  /** Removes what an earlier run left. */
  start(): void
  close(): Promise<void>
}

/** Name under which the secret of a bucket is sealed; its owner is the host's id. */
const secretName = 'bucket'

export function createMediaHosts(context: WorkspaceContext, accounts: AccountsOfHost): MediaHosts {
  const { store, clock, ids, vault, emit } = context
  const sealed = createSealedSecrets(context)
  const stopping = new AbortController()
  const hosted = createHostedFiles(context, open, () => removal.poke())
  const removal = createRemoval(context, open, hosted.isUploading, {
    has: (id) => getSealed(store.read, id, secretName) !== undefined,
    forget: (tx, id) => sealed.erase(tx, id),
  })
  let testing: { readonly hostId: string; now: MediaHostTest | null; readonly done: Promise<void> } | null = null

  /** The secret of a bucket. Throws VaultLocked; StepFailed where there is none that opens. */
  function secretOf(id: string): string {
    let secret: unknown
    try {
      secret = sealed.read(id, secretName)?.['secretAccessKey']
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error
    }
    if (typeof secret !== 'string') throw new StepFailed(lasting(said('host_key_unreadable')))
    return secret
  }

  async function open({ id, place }: MediaHostRow): Promise<Host> {
    if (place.kind === 's3') {
      const secret = secretOf(id)
      // Large, and of no use to most: read when the first bucket is opened.
      const { openBucket } = await import('./s3.ts')
      return openBucket(place, secret, context)
    }
    const { accountId } = place
    return openSite(
      (signal) => {
        const opened = accounts.openAccount(accountId)
        return {
          account: opened.account,
          get secrets() {
            return opened.secrets
          },
          http: context.http,
          clock,
          signal,
        }
      },
      nameOf(place),
      ({ outcome }) => accounts.markBroken(accountId, saidOf(outcome.failure)),
    )
  }

  function nameOf(place: MediaHostRow['place']): string {
    if (place.kind === 's3') return `${place.bucket} (${place.endpoint.replace(/^https?:\/\/|\/$/g, '')})`
    const account = getAccount(store.read, place.accountId)
    return account ? siteName(account) : ''
  }

  function problemOf({ id, place }: MediaHostRow): Said | null {
    if (vault.status().state === 'locked') return said('host_vault_locked')
    if (place.kind === 'wordpress') {
      const account = getAccount(store.read, place.accountId)
      if (!account || account.disconnectedAt !== null) return said('host_account_gone')
      return account.health === 'broken' ? said('host_account_broken', { host: nameOf(place) }) : null
    }
    try {
      secretOf(id)
      return null
    } catch (error) {
      if (error instanceof VaultLocked) return said('host_vault_locked')
      if (error instanceof StepFailed) return saidOf(error.outcome.failure)
      throw error
    }
  }

  function isReady(): boolean {
    const place = currentHost(store.read)?.place
    if (!place) return false
    return place.kind === 's3' || getAccount(store.read, place.accountId)?.disconnectedAt === null
  }

  function get(): MediaHost {
    const row = currentHost(store.read)
    const problem = row ? problemOf(row) : null
    const left = unneededFiles(store.read, clock.now())
    const why = left.find((file) => file.problem)?.problem ?? null
    return {
      host: row?.place ?? null,
      name: row ? nameOf(row.place) : '',
      ready: isReady(),
      problem: problem && spoken(problem),
      test: (testing && testing.hostId === row?.id ? testing.now : null) ?? row?.test ?? null,
      left: { files: left.length, problem: why && spoken(why) },
    }
  }

  function checkSite(accountId: string): void {
    const account = getAccount(store.read, accountId)
    if (account?.platform !== 'wordpress' || account.disconnectedAt !== null)
      throw unprocessable([{ path: 'accountId', says: said('host_not_a_site') }])
  }

  /** The secret that is meant: the one given, or the one that is there for the same access key at the same endpoint. */
  function secretFor(input: MediaHostInput & { kind: 's3' }, before: MediaHostRow | undefined): string {
    if (input.secretAccessKey !== undefined) return input.secretAccessKey
    const old = before?.place
    if (old?.kind === 's3' && old.accessKeyId === input.accessKeyId && old.endpoint === input.endpoint) {
      try {
        return secretOf(before?.id ?? '')
      } catch (error) {
        if (!(error instanceof StepFailed)) throw error
      }
    }
    throw unprocessable([{ path: 'secretAccessKey', says: said('input_missing') }])
  }

  async function tidy(): Promise<MediaHost> {
    emit({ type: 'media_host.changed' })
    await removal.sweep()
    return get()
  }

  return {
    get,
    isReady,

    async put(input) {
      const before = currentHost(store.read)
      if (input.kind === 'wordpress') checkSite(input.accountId)
      const secret = input.kind === 's3' ? secretFor(input, before) : null
      const place = placeOf(input)
      const same = before && isSamePlace(before.place, place)
      store.write((tx) => {
        const now = clock.now()
        const id = same ? before.id : ids('host')
        if (same) updateHost(tx, id, { place, test: null })
        else {
          if (before) updateHost(tx, before.id, { retiredAt: now })
          insertHost(tx, { id, place, createdAt: now })
        }
        if (secret !== null) sealed.write(tx, id, secretName, { secretAccessKey: secret })
        tryRemovalsNow(tx, before?.id ?? id, now)
      })
      return tidy()
    },

    async remove() {
      const row = currentHost(store.read)
      if (row)
        store.write((tx) => {
          updateHost(tx, row.id, { retiredAt: clock.now() })
          tryRemovalsNow(tx, row.id, clock.now())
        })
      return tidy()
    },

    async test() {
      const row = currentHost(store.read)
      if (!row) throw conflict('no_media_host', said('host_none'))
      while (testing && testing.hostId !== row.id) await testing.done
      testing ??= startTest(row)
      await testing.done
      return get()
    },

    forDelivery: (hosting) => (currentHost(store.read) ? hosted.of(hosting) : null),
    deliveryChanged: () => removal.poke(),
    start: () => removal.poke(),
    async close() {
      stopping.abort()
      await Promise.all([removal.close(), testing?.done])
    },
  }

  function startTest(row: MediaHostRow): NonNullable<typeof testing> {
    const running: NonNullable<typeof testing> = {
      hostId: row.id,
      now: null,
      done: tryHost(
        context,
        row,
        () => open(row),
        (test) => {
          running.now = test
          emit({ type: 'media_host.changed' })
        },
        stopping.signal,
      )
        .then((test) =>
          store.write((tx) => {
            updateHost(tx, row.id, { test })
            if (test.state === 'passed') tryRemovalsNow(tx, row.id, clock.now())
          }),
        )
        .finally(() => {
          testing = null
          emit({ type: 'media_host.changed' })
          removal.poke()
        }),
    }
    return running
  }
}

function placeOf(input: MediaHostInput): MediaHostRow['place'] {
  if (input.kind === 'wordpress') return input
  const { secretAccessKey: _sealed, ...place } = input
  return place
}

/** Whether files of the one are found with the other. */
function isSamePlace(one: MediaHostRow['place'], other: MediaHostRow['place']): boolean {
  if (one.kind === 'wordpress' || other.kind === 'wordpress')
    return one.kind === other.kind && 'accountId' in one && 'accountId' in other && one.accountId === other.accountId
  return one.endpoint === other.endpoint && one.bucket === other.bucket
}
