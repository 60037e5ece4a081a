import type { IncomingMessage, ServerResponse } from 'node:http'
import { readAll } from '../chaos-proxy.ts'
import { matchFromJson } from '../faults.ts'
import type { Fault, FaultOdds, FaultPlan, RequestMatchJson } from '../faults.ts'

/** What lies behind /_control/. */
export interface Controlled {
  readonly sim: { readonly state: unknown; now(): number; advance(ms: number): void }
  readonly plan: FaultPlan
  readonly requests: readonly unknown[]
  readonly views: Readonly<Record<string, () => unknown>>
}

interface NextJson {
  readonly match: RequestMatchJson
  readonly fault: Fault
  readonly times?: number
  readonly skip?: number
}

/**
 * Lets another process look and interfere: GET /_control/state, /requests, /counts and the platform's own views; POST /_control/odds
 * with FaultOdds[], /next with `{match, fault, times, skip}`, /heal, and /advance with `{ms}`. A `match` has `path` or `pattern`.
 */
export async function answerControl(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { sim, plan, requests, views }: Controlled,
): Promise<void> {
  const body: unknown = JSON.parse((await readAll(incoming)).toString('utf8') || 'null')
  const name = (incoming.url ?? '').replace('/_control/', '')
  const looks: Readonly<Record<string, () => unknown>> = {
    state: () => sim.state,
    requests: () => requests,
    counts: () => plan.counts,
    ...views,
  }
  const orders: Readonly<Record<string, () => void>> = {
    odds: () =>
      plan.odds(
        (body as (FaultOdds & { match: RequestMatchJson })[]).map((rule) => ({
          ...rule,
          match: matchFromJson(rule.match),
        })),
      ),
    next: () => {
      const { match, fault, ...how } = body as NextJson
      plan.next(matchFromJson(match), fault, how)
    },
    heal: () => plan.heal(),
    advance: () => sim.advance((body as { ms: number }).ms),
  }
  const known = incoming.method === 'POST' ? orders[name] : looks[name]
  const answer = known ? (known() ?? plan.counts) : { error: `No control called ${name}` }
  outgoing.writeHead(known ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
}
