import { Command } from 'commander'
import { usualDataDir } from '../serve-options.ts'
import { addAccountCommands } from './commands/accounts.ts'
import { addAiCommands } from './commands/ai.ts'
import { addCalendarCommand } from './commands/calendar.ts'
import { addCompletionCommands } from './commands/completion.ts'
import { addDeliveryCommands } from './commands/deliveries.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addKeyCommands } from './commands/keys.ts'
import { addMcpCommand } from './commands/mcp.ts'
import { addPostCommand } from './commands/post.ts'
import { addRunningCommands } from './commands/running.ts'
import { addRunCommands, addScheduleCommands } from './commands/schedules.ts'
import { addTransferCommands } from './commands/transfer.ts'
import { addWebhookCommands } from './commands/webhooks.ts'
import { addWorkspaceCommands } from './commands/workspaces.ts'

const words = `
It talks to the Broadside that runs on this machine, its window or \`broadside serve\`. Where none runs, most commands start one for the length of
the call and say so. With a key in BROADSIDE_KEY a command may do what the key may, in the workspace of the key.

Exit codes:
  0  done
  1  failed
  2  typed wrongly
  3  refused by a check; nothing was made
  4  no Broadside could be reached

Environment:
  BROADSIDE_DATA_DIR   the data folder, as --data-dir
  BROADSIDE_WORKSPACE  the workspace, as --workspace
  BROADSIDE_KEY        a key of a workspace
  BROADSIDE_KEY_FILE   the key file of the vault, for a studio that is started
  NO_COLOR             no colours

Examples:
  $ broadside post "Hello" --account practice --now
  $ broadside schedule apply week.json
  $ broadside calendar
  $ broadside doctor`

/** The whole tree of commands, with their help. Ends by throwing CommanderError, never the process. */
export function createProgram(version: string, env: NodeJS.ProcessEnv = process.env): Command {
  const program = new Command('broadside')
    .description('Broadside on the command line')
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .showHelpAfterError('Add --help to see how it is used.')
    .option(
      '--data-dir <dir>',
      'the data folder of the studio',
      env['BROADSIDE_DATA_DIR'] || usualDataDir(env, process.platform),
    )
    .option(
      '--workspace <name>',
      'a workspace by name or id, where there are several',
      env['BROADSIDE_WORKSPACE'] || undefined,
    )
    .option('--json', 'answer as JSON')
    .addHelpText('after', words)
  addRunningCommands(program)
  addDoctorCommand(program)
  addAccountCommands(program)
  addPostCommand(program)
  addCalendarCommand(program)
  addDeliveryCommands(program)
  addScheduleCommands(program)
  addRunCommands(program)
  addTransferCommands(program)
  addWorkspaceCommands(program)
  addKeyCommands(program)
  addWebhookCommands(program)
  addAiCommands(program)
  addMcpCommand(program)
  addCompletionCommands(program)
  return program
}
