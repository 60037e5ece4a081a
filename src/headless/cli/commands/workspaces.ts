import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { calling, examples } from '../command.ts'
import { usage } from '../exit.ts'
import { plain } from '../output.ts'
import { knownZone } from '../times.ts'

/** Commands about workspaces as a whole: which there are, a copy of one, and a backup in place of a damaged one. */
export function addWorkspaceCommands(program: Command): void {
  const workspaces = program.command('workspaces').description('workspaces: list, make')
  workspaces
    .command('list', { isDefault: true })
    .description('all workspaces; for a key, its own')
    .action((_options, command: Command) =>
      calling(command, async ({ client, show, out }) =>
        show(await client.workspaces.list(), (found) =>
          out.table(
            ['id', 'state', 'zone', 'name', ''],
            found.map(({ id, state, zone, name, problem }) => [
              id,
              state === 'open' ? out.good(state) : out.bad(state),
              zone,
              plain(name),
              plain(problem?.message ?? ''),
            ]),
            'There is no workspace. `broadside workspaces make NAME` makes one.',
          ),
        ),
      ),
    )
  examples(
    workspaces
      .command('make <name>')
      .alias('create')
      .description('make a workspace')
      .option('--zone <zone>', 'its time zone; this machine’s unless told')
      .action((name: string, { zone }: { zone?: string }, command: Command) =>
        calling(command, async ({ client, show, out }) => {
          const made = await client.workspaces.create({
            name,
            zone: knownZone(zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone),
          })
          show(made, ({ id }) => out.line(`${id}  ${plain(name)}`))
        }),
      ),
    'broadside workspaces make "Fernweh Coffee" --zone Europe/Berlin',
  )
  examples(
    program
      .command('backup [folder]')
      .description(
        'copy a workspace with its media to a new folder in FOLDER (the current one unless told), without its sign-ins',
      )
      .action((folder: string | undefined, _options, command: Command) =>
        calling(command, async ({ client, studio, show, out }) => {
          const into = resolve(folder ?? '.')
          mkdirSync(into, { recursive: true })
          show(await client.workspaces.export({ id: await studio.workspaceId(), folder: into }), (made) =>
            out.line(`${made.path}  ${made.files} files, ${made.bytes} bytes`),
          )
        }),
      ),
    'broadside backup ~/backups',
    'broadside backup /mnt/stick --workspace "Fernweh Coffee" --json',
  )
  examples(
    program
      .command('restore [backup]')
      .description(
        'put a backup in place of a damaged workspace, which is kept beside it; without a name, list the backups',
      )
      .action((backup: string | undefined, _options, command: Command) =>
        calling(command, async ({ client, studio, show, out }) => {
          const id = await studio.workspaceId()
          const { problem, name } = await client.workspaces.get({ id })
          const backups = problem?.backups ?? []
          if (backup === undefined)
            return show({ state: problem ? 'unavailable' : 'open', backups }, () => {
              if (!problem) return out.line(`${plain(name)} opens as it is; only a damaged workspace is restored.`)
              out.line(plain(problem.message))
              for (const one of backups) out.line(one)
            })
          if (problem && !backups.includes(backup))
            throw usage(`There is no backup ${backup}. There is: ${backups.join(', ') || 'none'}.`)
          show(await client.workspaces.restore({ id, backup }), (now) =>
            out.line(`${plain(now.name)} is ${now.state}.`),
          )
        }),
      ),
    'broadside restore',
    'broadside restore 2026-11-24T09-00-00.000Z-daily.db',
  )
}
