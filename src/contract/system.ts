import * as z from 'zod'
import { Spoken } from './sentences/index.ts'
import { Platform, ZoneId } from './vocabulary.ts'
import { route } from './route.ts'

/** Choices of the person for the whole studio, not for one workspace. */
export const AppSettings = z.object({
  language: z.enum(['system', 'en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
  notifications: z.object({ published: z.boolean(), failed: z.boolean(), needsYou: z.boolean() }),
  /** Closing the window keeps Broadside running in the tray, so that what is scheduled goes out. */
  keepRunning: z.boolean(),
  startAtLogin: z.boolean(),
  checkForUpdates: z.boolean(),
})
export type AppSettings = z.infer<typeof AppSettings>

/** Where the key that seals tokens is kept, and whether it can be used now. */
export const VaultStatus = z.object({
  state: z.enum(['ready', 'locked', 'unset', 'broken']),
  kind: z.enum(['keychain', 'passphrase', 'key_file']).nullable(),
  /** For `locked` and `broken`: why. */
  reason: Spoken.nullable(),
  /** Whether this machine has a keychain that answers. */
  keychainAvailable: z.boolean(),
})
export type VaultStatus = z.infer<typeof VaultStatus>

/** The program that converts video. `incomplete`: it was built without H.264. */
export const FfmpegStatus = z.object({
  state: z.enum(['ready', 'missing', 'too_old', 'incomplete']),
  version: z.string().nullable(),
  path: z.string().nullable(),
})
export type FfmpegStatus = z.infer<typeof FfmpegStatus>

export const SystemInfo = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'headless']),
  platform: z.string(),
  dataDir: z.string(),
  url: z
    .string()
    .nullable()
    .describe('Where it answers programs of this machine; null where its port could not be opened'),
  zone: z.string().describe("This machine's time zone"),
  /** True while a demo workspace is shown. */
  demo: z.boolean(),
  ffmpeg: FfmpegStatus.describe('Looked for in BROADSIDE_FFMPEG, on the PATH and in the usual places'),
  warnings: z.array(Spoken),
})

const passphrase = z.string().min(8, 'needs at least 8 characters').max(1_000)

export const system = {
  health: route({
    method: 'GET',
    path: '/health',
    summary: 'Whether the studio is up',
    scope: 'none',
    workspace: false,
  }).output(z.object({ status: z.literal('ok'), version: z.string() })),
  info: route({ method: 'GET', path: '/system', summary: 'What runs here', scope: 'system', workspace: false }).output(
    SystemInfo,
  ),
  settings: route({
    method: 'GET',
    path: '/settings',
    summary: 'Settings of the studio',
    scope: 'system',
    workspace: false,
  }).output(AppSettings),
  updateSettings: route({
    method: 'PATCH',
    path: '/settings',
    summary: 'Change settings of the studio',
    scope: 'system',
    workspace: false,
    invalidates: ['system'],
  })
    .input(AppSettings.partial())
    .output(AppSettings),
  platforms: route({
    method: 'GET',
    path: '/platforms',
    summary: 'Rules and limits of every platform, as data',
    scope: 'none',
    workspace: false,
  }).output(z.array(z.looseObject({ platform: Platform, name: z.string() }))),
  vault: route({
    method: 'GET',
    path: '/vault',
    summary: 'Where secrets are kept and whether they can be read',
    scope: 'system',
    workspace: false,
  }).output(VaultStatus),
  /** Makes a vault where there is none: in the keychain of this machine, or under a passphrase. */
  setUpVault: route({
    method: 'POST',
    path: '/vault',
    summary: 'Choose where secrets are kept',
    scope: 'system',
    workspace: false,
    invalidates: ['system', 'accounts'],
  })
    .input(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('keychain') }),
        z.object({ kind: z.literal('passphrase'), passphrase }),
      ]),
    )
    .output(VaultStatus),
  unlockVault: route({
    method: 'POST',
    path: '/vault/unlock',
    summary: 'Unlock the vault with its passphrase',
    scope: 'system',
    workspace: false,
    invalidates: ['system', 'accounts', 'deliveries'],
  })
    .input(z.object({ passphrase: z.string().max(1_000).optional() }))
    .output(VaultStatus),
  zones: route({
    method: 'GET',
    path: '/zones',
    summary: 'Time zones this machine knows',
    scope: 'none',
    workspace: false,
  }).output(z.array(ZoneId)),
}
