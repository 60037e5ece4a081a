import type { StudioClient } from '../../src/contract/index.ts'
import type { PlatformAddresses } from '../../src/core/publishers/platforms.ts'
import type { Platform } from '../../src/contract/vocabulary.ts'
import type { FaultPlan } from '../support/faults.ts'

/** A platform as the crash test sees it: connected once, written to in several shapes, and looked at past the studio. */
export interface CrashPeer {
  /** Stands in every text, so that two accounts of one server are told apart. */
  readonly name: string
  /** Where the studio finds it, where no account says so. */
  readonly addresses?: PlatformAddresses
  /** Breaks its requests. */
  readonly plan: FaultPlan
  /** What is sent, in turn; the first is the richest and the one that is killed after each commit. */
  readonly shapes: readonly Shape[]
  /** Whether it shows afterwards what came of a lost answer. If not, a delivery may end in doubt, and then nothing is sent again. */
  readonly tells: boolean
  /** Answers the account's id. */
  connect(client: StudioClient): Promise<string>
  /** Texts of everything that people see: posts, replies, comments. */
  standing(): Promise<readonly string[]> | readonly string[]
  stop?(): Promise<void>
}

/** Files of the library. */
export interface CrashFiles {
  readonly picture: string
  readonly film: string
}

/** One way to write: the texts of its parts in their order, a first comment last. */
export type Shape = (words: (part: string) => string, files: CrashFiles) => Written

export interface Written {
  readonly parts: readonly { readonly text: string; readonly media: readonly { assetId: string; alt: null }[] }[]
  readonly settings?: Readonly<Record<string, unknown>>
}

const part = (text: string, ...files: string[]) => ({
  text,
  media: files.map((assetId) => ({ assetId, alt: null })),
})

export const words: Shape = (say) => ({ parts: [part(say('first'))] })
export const picture: Shape = (say, files) => ({ parts: [part(say('first'), files.picture)] })
export const film: Shape = (say, files) => ({ parts: [part(say('first'), files.film)] })
export const thread: Shape = (say, files) => ({
  parts: [part(say('first'), files.picture), part(say('second'))],
})

export const commented =
  (shape: Shape): Shape =>
  (say, files) => {
    const { parts, settings } = shape(say, files)
    return { parts, settings: { ...settings, firstComment: say('comment') } }
  }

export const set =
  (more: Readonly<Record<string, unknown>>, shape: Shape): Shape =>
  (say, files) => {
    const { parts, settings } = shape(say, files)
    return { parts, settings: { ...settings, ...more } }
  }

/** What must stand there, each once and in this order. */
export function textsOf({ parts, settings = {} }: Written): string[] {
  const { firstComment } = settings
  return [...parts.map(({ text }) => text), ...(typeof firstComment === 'string' ? [firstComment] : [])]
}

interface Entry {
  readonly platform: Platform
  readonly method: string
  readonly fields: Readonly<Record<string, string>>
  /** The app that was registered there, where the method wants one. */
  readonly app?: Readonly<Record<string, string>>
  /** Which of several accounts, by a part of its handle or name. */
  readonly choose?: string
  /** For sign-ins by browser: what a person does with the address, up to where the browser ends. */
  readonly approve?: (address: string) => Promise<string>
}

/** Connects as a person does: the app first, then the sign-in, then the choice. */
export const connecting =
  ({ platform, method, fields, app, choose, approve }: Entry): CrashPeer['connect'] =>
  async (client) => {
    if (app) await client.connections.saveApp({ platform, method, fields: app })
    let made = await client.connections.start({ platform, method, fields, ...(approve && { paste: true }) })
    if (approve && made.authorizeUrl !== null)
      made = await client.connections.finish({ id: made.id, redirectedUrl: await approve(made.authorizeUrl) })
    if (made.state === 'choosing') {
      const wanted = made.choices.find(({ name, displayHandle }) => `${name} ${displayHandle}`.includes(choose ?? ''))
      made = await client.connections.choose({ id: made.id, keys: wanted ? [wanted.key] : [] })
    }
    const [account] = made.accounts
    if (made.state !== 'connected' || account === undefined)
      throw new Error(`${platform}: ${made.error?.message ?? made.state}`)
    return account
  }
