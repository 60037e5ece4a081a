import type { Job } from '../../../src/contract/jobs.ts'
import type { AiEndpointInput } from '../../../src/contract/ai/endpoints.ts'
import { createTestClock, openTestWorkspace, type TestClock, type TestWorkspace } from '../../../src/core/testing.ts'

/** A clock on which waiting takes no time: what waits goes on at once, that much later. Timers are driven by hand. */
export function createQuickClock(start?: number): TestClock & { readonly slept: number[] } {
  const clock = createTestClock(start)
  const slept: number[] = []
  return Object.assign(clock, {
    slept,
    async sleep(ms: number, signal?: AbortSignal) {
      signal?.throwIfAborted()
      slept.push(ms)
      clock.set(clock.now() + ms)
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
    },
  })
}

export interface Desk {
  readonly workspace: TestWorkspace
  readonly ai: TestWorkspace['ai']
  readonly clock: ReturnType<typeof createQuickClock>
  /** Of the endpoint that is asked for everything. */
  readonly endpoint: string
}

/** A workspace whose desk asks one endpoint for everything, with `model`. */
export function openDesk(
  baseUrl: string,
  model = 'test-model',
  more: Partial<AiEndpointInput> & { clock?: ReturnType<typeof createQuickClock> } = {},
): Desk {
  const { clock = createQuickClock(), ...fields } = more
  const workspace = openTestWorkspace({ clock })
  const { id: endpoint } = workspace.ai.endpoints.add({
    ...{ name: 'Test endpoint', baseUrl, free: false, timeoutSeconds: 60, key: 'test-key-1234567890' },
    ...fields,
  })
  const choice = { endpoint, model }
  workspace.ai.endpoints.setDefaults({ text: choice, vision: choice, image: choice, video: choice })
  return { workspace, ai: workspace.ai, clock, endpoint }
}

/** The job, once it has ended. */
export async function jobEnded(workspace: TestWorkspace, id: string): Promise<Job> {
  for (;;) {
    const job = await workspace.jobs.get(id)
    if (job.endedAt !== null) return job
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** What a call threw, as the contract carries it. */
export async function failureFrom(
  work: Promise<unknown>,
): Promise<{ code: string; status: number; data: Record<string, unknown> }> {
  return work.then(
    (value) => {
      throw new Error(`It did not fail: ${JSON.stringify(value)}`)
    },
    (error: unknown) => error as { code: string; status: number; data: Record<string, unknown> },
  )
}
