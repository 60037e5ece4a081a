import { Argument, type Command } from 'commander'
import { examples } from '../command.ts'

const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]

/** Scripts for shells, which ask this program itself what may come next: they never fall behind it. */
export function addCompletionCommands(program: Command): void {
  examples(
    program
      .command('completion')
      .addArgument(new Argument('<shell>').choices(shells))
      .description('a script that completes commands, options and their words in a shell')
      .action((shell: Shell) => void process.stdout.write(scripts[shell])),
    'broadside completion bash > ~/.local/share/bash-completion/completions/broadside',
    'broadside completion zsh > "${fpath[1]}/_broadside"',
    'broadside completion fish > ~/.config/fish/completions/broadside.fish',
  )
  program
    .command('__complete [words...]', { hidden: true })
    .allowUnknownOption()
    .helpOption(false)
    .action((_words: string[], _options, command: Command) => {
      // Everything after the command, also what looks like an option of ours.
      const words = process.argv.slice(process.argv.indexOf('__complete') + 1)
      const typed = words[0] === '--' ? words.slice(1) : words
      const root = command.parent ?? command
      process.stdout.write(
        completions(root, typed)
          .map(({ word, about }) => `${word}\t${about}\n`)
          .join(''),
      )
    })
}

export interface Completion {
  readonly word: string
  readonly about: string
}

/** What may come in place of the last word. Nothing where a file or a text is wanted: the shell offers files then. */
export function completions(root: Command, typed: readonly string[]): Completion[] {
  const last = typed.at(-1) ?? ''
  const { command, argumentsGiven, option } = walk(root, typed.slice(0, -1))
  const begins = ({ word }: Completion) => word.startsWith(last)
  if (option) return (option.argChoices ?? []).map((word) => ({ word, about: '' })).filter(begins)
  if (last.startsWith('-')) return optionsOf(command).filter(begins)
  const commands = command.createHelp().visibleCommands(command)
  const below = commands.map((one) => ({ word: one.name(), about: firstLine(one.description()) }))
  const choices = command.registeredArguments[argumentsGiven]?.argChoices ?? []
  return [...(argumentsGiven === 0 ? below : []), ...choices.map((word) => ({ word, about: '' }))].filter(begins)
}

function optionsOf(command: Command): Completion[] {
  const help = command.createHelp()
  help.showGlobalOptions = true
  const all = [...listOf(command), command].flatMap((one) => help.visibleOptions(one))
  const names = [...all, ...help.visibleGlobalOptions(command)]
  const words = new Map(
    names.flatMap(({ long, description }) => (long ? [[long, firstLine(description)] as const] : [])),
  )
  return Array.from(words, ([word, about]) => ({ word, about }))
}

/** Follows what was typed down the tree of commands. */
function walk(root: Command, typed: readonly string[]) {
  let command = root
  let argumentsGiven = 0
  let option: Command['options'][number] | null = null
  for (const word of typed) {
    if (option) {
      option = null
      continue
    }
    if (word.startsWith('-')) {
      const found = [...lineage(command), ...listOf(command)]
        .flatMap(({ options }) => options)
        .find(({ long, short }) => long === word || short === word)
      option = found && (found.required || found.optional) ? found : null
      continue
    }
    const next: Command | undefined =
      argumentsGiven === 0 ? command.commands.find((one) => one.name() === word) : undefined
    if (next) command = next
    else argumentsGiven += 1
  }
  return { command, argumentsGiven, option }
}

/** The list that a group of commands stands for where it is typed alone. */
function listOf(command: Command): Command[] {
  return command.commands.filter((one) => one.name() === 'list')
}

function lineage(command: Command): Command[] {
  return command.parent ? [command, ...lineage(command.parent)] : [command]
}

function firstLine(text: string): string {
  return text.split(/[\n;]/)[0] ?? ''
}

const scripts: Readonly<Record<Shell, string>> = {
  bash: `# Completion of broadside in bash
_broadside() {
  local current="\${COMP_WORDS[COMP_CWORD]}" line
  COMPREPLY=()
  while IFS=$'\\t' read -r line _; do COMPREPLY+=("$line"); done < <(
    "\${COMP_WORDS[0]}" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null
  )
  if [ "\${#COMPREPLY[@]}" -eq 0 ]; then
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
  fi
}
complete -o filenames -F _broadside broadside
`,
  zsh: `#compdef broadside
# Completion of broadside in zsh
_broadside() {
  local -a found
  local line
  while IFS= read -r line; do
    found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe broadside found; else _files; fi
}
if [ "$funcstack[1]" = _broadside ]; then _broadside "$@"; else compdef _broadside broadside; fi
`,
  fish: `# Completion of broadside in fish
function __broadside_complete
    set -l tokens (commandline -opc) (commandline -ct)
    $tokens[1] __complete -- $tokens[2..-1] 2>/dev/null
end
complete -c broadside -a '(__broadside_complete)'
`,
}
