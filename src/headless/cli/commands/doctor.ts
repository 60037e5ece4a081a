import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { createORPCClient } from '@orpc/client'
import { commonOf, examples, studioOptionsOf } from '../command.ts'
import { endOf, exitCodes } from '../exit.ts'
import { createOutput, plain, type Output } from '../output.ts'
import { withStudio, type Studio } from '../studio.ts'
import { usualPort } from '../../serve-options.ts'
import { rpcLink, type ProgramClient } from '../../rpc-link.ts'
import { labelOf } from './accounts.ts'

declare const __APP_VERSION__: string

/** One thing that was looked at. `warn` is worth knowing; `bad` keeps posts from going out. */
interface Finding {
  readonly check: string
  readonly state: 'good' | 'warn' | 'bad'
  readonly says: string
  /** What to do, where something is not as it should be. */
  readonly then?: string
}

/** Looks at everything that posts need to go out. */
export function addDoctorCommand(program: Command): void {
  examples(
    program
      .command('doctor')
      .description('check everything posts need to go out, and say what to do; exit 1 where something is wrong')
      .action(async (_options, command: Command) => {
        const { dataDir, json } = commonOf(command)
        const findings = [versionOfNode(), ...folderFindings(dataDir), ...(await studioFindings(command))]
        const out = createOutput()
        if (json) out.json(findings)
        else for (const finding of findings) tell(out, finding)
        if (findings.some(({ state }) => state === 'bad')) process.exitCode = exitCodes.failed
      }),
    'broadside doctor',
    `broadside doctor --json | jq '.[] | select(.state!="good")'`,
  )
}

function tell(out: Output, { check, state, says, then }: Finding): void {
  const mark = { good: out.good('ok  '), warn: out.odd('note'), bad: out.bad('bad ') }[state]
  out.line(`${mark}  ${check}: ${says}`)
  if (then !== undefined) out.line(`      ${then}`)
}

function versionOfNode(): Finding {
  const major = Number(process.versions.node.split('.')[0])
  const says = `Node ${process.versions.node}, Broadside ${__APP_VERSION__}`
  return major >= 20
    ? { check: 'versions', state: 'good', says }
    : { check: 'versions', state: 'bad', says, then: 'Broadside needs Node 20 or newer: https://nodejs.org' }
}

const gigabyte = 1_000_000_000

function folderFindings(dataDir: string): Finding[] {
  const there = existsSync(dataDir)
  const looked = there ? dataDir : firstThere(dataDir)
  try {
    if (!statSync(looked).isDirectory())
      return [
        { check: 'data folder', state: 'bad', says: `${looked} is a file`, then: 'Name a folder with --data-dir.' },
      ]
    accessSync(looked, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    const then = 'Let its owner give you the right to write, or name another with --data-dir.'
    return [{ check: 'data folder', state: 'bad', says: `${looked} may not be written`, then }]
  }
  const folder: Finding = { check: 'data folder', state: 'good', says: there ? dataDir : `${dataDir} will be made` }
  const { bavail, bsize } = statfsSync(looked)
  const free = bavail * bsize
  const says = `${(free / gigabyte).toFixed(1)} GB free`
  const then = 'Free some: without room nothing can be kept, and what is planned cannot be noted as sent.'
  if (free < 0.2 * gigabyte) return [folder, { check: 'disk', state: 'bad', says, then }]
  return [
    folder,
    free < gigabyte ? { check: 'disk', state: 'warn', says, then } : { check: 'disk', state: 'good', says },
  ]
}

function firstThere(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : firstThere(dirname(folder))
}

async function studioFindings(command: Command): Promise<Finding[]> {
  try {
    return await withStudio(studioOptionsOf(command), async (studio) => [
      await hostFinding(studio),
      ...(await systemFindings(studio)),
      ...(await workspaceFindings(studio)),
    ])
  } catch (error) {
    const end = endOf(error)
    if (!end) throw error
    return [{ check: 'studio', state: 'bad', says: end.message, then: 'Mend that, then run this again.' }]
  }
}

async function hostFinding({ info, url, startedHere, client }: Studio): Promise<Finding> {
  const { version } = await client.system.health()
  const check = 'studio'
  if (startedHere) {
    const then = 'Start it with `broadside serve`, or open its window: what is planned goes out only while it runs.'
    return { check, state: 'warn', says: 'it does not run; it starts well, though', then }
  }
  const says = `Broadside ${version} runs as ${info.host} at ${url}`
  if (version !== __APP_VERSION__)
    return {
      check,
      state: 'warn',
      says,
      then: `This command is ${__APP_VERSION__}: start the studio again to have both alike.`,
    }
  if (new URL(url).port !== String(usualPort))
    return { check, state: 'good', says: `${says}, not at the usual port ${usualPort}` }
  return { check, state: 'good', says }
}

async function systemFindings({ client }: Studio): Promise<Finding[]> {
  const [vault, { ffmpeg, warnings }] = [await client.system.vault(), await client.system.info()]
  const locked = { check: 'vault', state: 'bad', then: '`broadside unlock` unlocks it, or sets one up.' } as const
  return [
    vault.state === 'ready'
      ? { check: 'vault', state: 'good', says: `sign-ins are sealed (${vault.kind?.replace('_', ' ') ?? ''})` }
      : { ...locked, says: plain(vault.reason?.message ?? 'there is none yet, so no account can be connected') },
    ffmpeg.state === 'ready'
      ? { check: 'ffmpeg', state: 'good', says: `${ffmpeg.version ?? ''} at ${ffmpeg.path ?? ''}` }
      : {
          check: 'ffmpeg',
          state: 'warn',
          says: ffmpeg.state.replace('_', ' '),
          then: 'Install ffmpeg with H.264 to have films converted; all else works without.',
        },
    ...warnings.map(({ message }): Finding => ({ check: 'studio', state: 'warn', says: plain(message) })),
  ]
}

async function workspaceFindings({ client, url, secret }: Studio): Promise<Finding[]> {
  const found: Finding[] = []
  for (const { id, name, problem } of await client.workspaces.list()) {
    const check = `workspace ${plain(name)}`
    if (problem) {
      const then = problem.backups.length > 0 ? `\`broadside restore --workspace ${id}\` lists its backups.` : undefined
      found.push({ check, state: 'bad', says: plain(problem.message), ...(then !== undefined && { then }) })
      continue
    }
    const own = createORPCClient<ProgramClient>(rpcLink({ url, secret }, id))
    const accounts = await own.connections.health()
    const unwell = accounts.filter(({ health }) => health.state !== 'ok')
    found.push({ check, state: 'good', says: `${accounts.length} connected, ${unwell.length} of them unwell` })
    for (const account of unwell) {
      const { state, reason } = account.health
      found.push({
        check: labelOf(account),
        state: state === 'broken' ? 'bad' : 'warn',
        says: plain(reason?.message ?? state),
        ...(state === 'broken' && {
          then: `\`broadside accounts connect ${account.platform} --reconnect ${account.id}\` signs it in again.`,
        }),
      })
    }
  }
  return found
}
