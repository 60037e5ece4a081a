import { InvalidArgumentError, Option, type Command } from 'commander'
import type * as z from 'zod'
import type { ProgramClient } from '../rpc-link.ts'
import { createOutput, type Output } from './output.ts'
import { findStudio, withStudio, type Studio, type StudioOptions } from './studio.ts'

/** Options that every command takes, before or after its own. */
export interface Common {
  readonly dataDir: string
  readonly workspace?: string
  readonly json?: boolean
}

/** What a command has at hand. */
export interface Call {
  readonly studio: Studio
  /** Calls about the studio itself. */
  readonly client: ProgramClient
  readonly out: Output
  readonly json: boolean
  /** The answer as JSON where that was asked for, else as `human` writes it. */
  show<T>(answer: T, human: (answer: T) => void): void
}

export function commonOf(command: Command): Common {
  return command.optsWithGlobals<Common & Record<string, unknown>>()
}

export function studioOptionsOf(command: Command): StudioOptions {
  const { dataDir, workspace } = commonOf(command)
  return { dataDir, key: process.env['BROADSIDE_KEY'] ?? null, workspace: workspace ?? null }
}

/** Does the work with the running studio, or with one that is started for it. */
export async function calling<T>(command: Command, work: (call: Call) => Promise<T>): Promise<T> {
  return withStudio(studioOptionsOf(command), (studio) => work(callOf(command, studio)))
}

/** Does the work with the running studio; where none runs, that is the answer. */
export async function callingRunning<T>(command: Command, work: (call: Call) => Promise<T>): Promise<T> {
  return work(callOf(command, await findStudio(studioOptionsOf(command))))
}

/** Does the work in the workspace that was named, or in the only one. */
export async function callingIn<T>(
  command: Command,
  work: (client: ProgramClient, call: Call) => Promise<T>,
): Promise<T> {
  return calling(command, async (call) => work(await call.studio.inWorkspace(), call))
}

function callOf(command: Command, studio: Studio): Call {
  const json = commonOf(command).json ?? false
  const out = createOutput()
  return {
    studio,
    client: studio.client,
    out,
    json,
    show: (answer, human) => (json ? out.json(answer) : human(answer)),
  }
}

/** Examples under a command's help. */
export function examples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`)
}

/** Reads an option that takes a whole number. */
export function wholeNumber(least: number, most: number) {
  return (value: string): number => {
    const number = Number(value)
    if (!/^\d+$/.test(value) || number < least || number > most)
      throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`)
    return number
  }
}

/** Reads an id of the contract. */
export function idOf<Id extends z.ZodType<string>>(id: Id, example: string) {
  return (value: string): z.infer<Id> => {
    const read = id.safeParse(value)
    if (!read.success) throw new InvalidArgumentError(`It takes an id, e.g. ${example}.`)
    return read.data
  }
}

/** Reads an option that may be given again and again. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

/** An option that takes several of some words: repeated, or with commas. */
export function someOf(flags: string, description: string, words: readonly string[]): Option {
  const option = new Option(flags, description).argParser((value: string, before: readonly string[] | undefined) => {
    const said = value.split(',').map((word) => word.trim())
    const wrong = said.find((word) => !words.includes(word))
    if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is none of ${words.join(', ')}.`)
    return [...(before ?? []), ...said]
  })
  option.argChoices = [...words]
  return option
}
