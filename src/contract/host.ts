import * as z from 'zod'
import { PostId, WorkspaceId } from './vocabulary.ts'

/** How the program's own update stands. `off`: not looked for here (development, switched off, no feed in the build). */
export const UpdaterState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('off'), why: z.enum(['development', 'setting', 'no_feed']) }),
  z.object({ state: z.literal('idle') }),
  z.object({ state: z.literal('checking') }),
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('available'), version: z.string(), percent: z.number().nullable() }),
  z.object({ state: z.literal('downloaded'), version: z.string() }),
  z.object({ state: z.literal('error'), message: z.string() }),
])
export type UpdaterState = z.infer<typeof UpdaterState>

/** Views and actions the menu, the tray and keys of the system can ask a window for. */
export const HostCommand = z.enum([
  'new-post',
  'palette',
  'shortcuts',
  'today',
  'compose',
  'calendar',
  'posts',
  'media',
  'accounts',
  'automations',
  'settings',
])
export type HostCommand = z.infer<typeof HostCommand>

/** What the host tells a window. */
export const HostEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('command'), command: HostCommand }),
  /** Start a new post with this text (a deep link). The text is a stranger's: shown, never acted on. */
  z.object({ type: z.literal('compose'), text: z.string() }),
  /** Show a post; without a workspace, look for it in the open ones. */
  z.object({ type: z.literal('post'), id: PostId, workspaceId: WorkspaceId.nullable() }),
  z.object({ type: z.literal('updater'), updater: UpdaterState }),
  /** The window is about to close: save what is being edited, then call `flushed`. */
  z.object({ type: z.literal('flush') }),
])
export type HostEvent = z.infer<typeof HostEvent>

const absolutePath = z.string().min(1).max(4_096)
const nothing = z.null()

function call<Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) {
  return { input, output }
}

/**
 * The few things only the desktop host can do; everything else is in the contract. Each is parsed on arrival, from our
 * own page only.
 */
export const hostCalls = {
  /** The page listens. Events kept for it are told now. */
  ready: call(nothing, z.object({ version: z.string(), packaged: z.boolean(), updater: UpdaterState })),
  /** What `flush` asked for is saved. */
  flushed: call(nothing, nothing),
  /** The system's dialog; empty when dismissed. The paths may then be given to `assets.add`. */
  pickFiles: call(
    z.object({ kind: z.enum(['media', 'any']), multiple: z.boolean() }),
    z.array(z.object({ path: absolutePath, name: z.string() })),
  ),
  /** For `workspaces.export`; null when dismissed. */
  pickFolder: call(nothing, absolutePath.nullable()),
  /** Shows a chosen file, or one in the data directory, in the system's file manager. Others are refused. */
  showInFolder: call(z.object({ path: absolutePath }), nothing),
  openLogs: call(nothing, nothing),
  /** Opens a web or mail address in the system's program, shortly after the person clicked or typed; else `refused`. */
  openExternal: call(z.object({ url: z.string().max(16_384) }), nothing),
  checkForUpdates: call(nothing, UpdaterState),
  /** Closes in order, installs the downloaded update and starts again. */
  installUpdate: call(nothing, nothing),
  /** Sent by the preload alone: the person chose or dropped this file. */
  fileChosen: call(z.object({ path: absolutePath }), nothing),
} as const

export type HostCallName = keyof typeof hostCalls
export type HostInput<Name extends HostCallName> = z.infer<(typeof hostCalls)[Name]['input']>
export type HostOutput<Name extends HostCallName> = z.infer<(typeof hostCalls)[Name]['output']>
