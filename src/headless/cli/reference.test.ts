import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from './program.ts'

/** Every command with its help, as `broadside … --help` writes it. */
function referenceOf(program: Command): string {
  const intro = `# The command line

Every page of \`broadside --help\`, as it is written by the program itself; \`npm run test:unit -- src/headless/cli/reference.test.ts -u\` writes it anew.
The options of \`broadside\` itself go with every command, before or after its own.
In a clone it is \`npm run -s broadside --\` after \`npm run build\`; \`npm link\` puts \`broadside\` on the path.
`
  const pages = tree(program).map((command) => `## ${nameOf(command)}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`)
  return [intro, ...pages].join('\n')
}

function tree(command: Command): Command[] {
  const below = command.createHelp().visibleCommands(command)
  return [command, ...below.filter((one) => one.name() !== 'help').flatMap(tree)]
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name()
}

function helpOf(command: Command): string {
  let help = ''
  command.configureOutput({
    writeOut: (text) => void (help += text),
    getOutHelpWidth: () => 120,
    getOutHasColors: () => false,
  })
  command.outputHelp()
  return help.replace(/\nGlobal Options:\n(?: +.*\n)+/, '').trimEnd()
}

const program = createProgram('0.0.0', { BROADSIDE_DATA_DIR: '~/.config/Broadside/data' })

test('the page of the command line says what the program says', async () => {
  await expect(referenceOf(program)).toMatchFileSnapshot('../../../docs/api/cli.md')
})

test('every command that does something comes with an example, or needs none', () => {
  const bare = tree(program).filter(
    (command) => command.commands.length === 0 && !helpOf(command).includes('\nExamples:'),
  )
  expect(bare.map(nameOf)).toEqual([
    'broadside open',
    'broadside unlock',
    'broadside deliveries look',
    'broadside workspaces list',
    'broadside webhooks list',
  ])
})

test('every example is a command line the program knows', () => {
  const lines = tree(program).flatMap((command) =>
    [...helpOf(command).matchAll(/^ {2}\$ (.*)$/gm)].map(([, line = '']) => line),
  )
  expect(lines.length).toBeGreaterThan(40)
  for (const line of lines)
    for (const [, words = ''] of line.matchAll(/broadside ((?:[a-z]+ ?)+)/g))
      expect(known(program, words.trim().split(' ')), line).toBe(true)
})

/** Whether the first word is a command and, where that has commands of its own, the second one of them. */
function known(root: Command, [first, second]: readonly string[]): boolean {
  const command = root.commands.find((one) => one.name() === first)
  if (!command) return false
  return second === undefined || command.commands.length === 0 || command.commands.some((one) => one.name() === second)
}
