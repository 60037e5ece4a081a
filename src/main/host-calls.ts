import { hostCalls, type HostCallName, type HostInput, type HostOutput } from '../contract/host.ts'
import type { HostAnswer } from '../contract/host-bridge.ts'

/** What the host does for each call; missing one is a type error. */
export type HostHandlers = {
  readonly [Name in HostCallName]: (input: HostInput<Name>) => HostOutput<Name> | Promise<HostOutput<Name>>
}

/** Thrown by a handler that will not do what was asked. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

const isHostCall = (name: unknown): name is HostCallName => typeof name === 'string' && Object.hasOwn(hostCalls, name)

/** Parses one call from the page and answers it. Never throws: `onFailure` is told of what went wrong inside. */
export async function answerHostCall(
  handlers: HostHandlers,
  name: unknown,
  input: unknown,
  onFailure: (name: HostCallName, error: unknown) => void,
): Promise<HostAnswer<unknown>> {
  if (!isHostCall(name)) return { ok: false, error: { code: 'unknown_call', message: 'There is no such call' } }
  const parsed = hostCalls[name].input.safeParse(input ?? null)
  if (!parsed.success) return { ok: false, error: { code: 'invalid_input', message: parsed.error.message } }
  try {
    const handle = handlers[name] as (input: unknown) => unknown
    return { ok: true, value: await handle(parsed.data) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, error: { code: 'refused', message: error.message } }
    onFailure(name, error)
    return { ok: false, error: { code: 'failed', message: 'That did not work. The log says more' } }
  }
}
