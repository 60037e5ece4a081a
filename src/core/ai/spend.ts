import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'
import { AiCaps, AiPrice, type AiSpending, type AiUsage } from '../../contract/ai/usage.ts'
import { said } from '../../contract/sentences/index.ts'
import { toIso } from '../clock.ts'
import type { KeyGrant } from '../keys/keys.ts'
import { resolveWallTime, wallTimeAt } from '../scheduling/wall-time.ts'
import { callSums, spentBetween, type CallSums } from '../store/ai-calls.ts'
import type { EndpointRow } from '../store/ai.ts'
import type { Read } from '../store/tx.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { CapExceeded } from './failed.ts'
import { createSetting } from './setting.ts'

/** What a call uses, or can use at most. */
export interface Amount {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly images: number
  readonly seconds: number
}

const nothing: Amount = { inputTokens: 0, outputTokens: 0, images: 0, seconds: 0 }
export const amountOf = (part: Partial<Amount>): Amount => ({ ...nothing, ...part })

const nanoPerUsd = 1e9
export const toUsd = (nano: number) => nano / nanoPerUsd

/** What calls cost and what may be spent. Days and months are those of the workspace's zone. */
export type Spend = ReturnType<typeof createSpend>

export function createSpend(context: WorkspaceContext) {
  const { store, clock } = context
  const caps = createSetting(context, 'ai.caps', AiCaps)
  const prices = createSetting(context, 'ai.prices', z.array(AiPrice).prefault([]))

  const today = () => wallTimeAt(clock.now(), context.settings().zone).slice(0, 10)

  /** The most telling price: of this endpoint before of any, the longer name before the shorter. */
  function priceOf(endpoint: EndpointRow, model: string): AiPrice | null {
    if (endpoint.free)
      return { model, endpoint: null, inputPerMillion: 0, outputPerMillion: 0, perImage: 0, perSecond: 0 }
    const fits = ({ model: name, endpoint: only }: AiPrice) =>
      (only === null || only === endpoint.id) &&
      (name.endsWith('*') ? model.startsWith(name.slice(0, -1)) : name === model)
    const rank = ({ model: name, endpoint: only }: AiPrice) =>
      (only === null ? 0 : 10_000) + (name.endsWith('*') ? 0 : 1_000) + name.length
    return (
      prices
        .get()
        .filter(fits)
        .sort((a, b) => rank(b) - rank(a))[0] ?? null
    )
  }

  /** In nano-dollars; null where a price that it needs is not there. */
  function costOf(endpoint: EndpointRow, model: string, amount: Amount): number | null {
    const price = priceOf(endpoint, model)
    if (!price) return null
    const parts: [number, number | null, number][] = [
      [amount.inputTokens, price.inputPerMillion, nanoPerUsd / 1e6],
      [amount.outputTokens, price.outputPerMillion, nanoPerUsd / 1e6],
      [amount.images, price.perImage, nanoPerUsd],
      [amount.seconds, price.perSecond, nanoPerUsd],
    ]
    let sum = 0
    for (const [count, each, unit] of parts) {
      if (count === 0) continue
      if (each === null) return null
      sum += count * each * unit
    }
    // What is beyond a thousandth of a nano-dollar is how the machine counts.
    return Math.ceil(Number(sum.toFixed(3)))
  }

  function period(db: Read, kind: 'day' | 'month'): AiSpending['day'] & { capNano: number | null; leftNano: number } {
    const zone = context.settings().zone
    const day = Temporal.PlainDate.from(today())
    const first = kind === 'day' ? day : day.with({ day: 1 })
    const next = first.add(kind === 'day' ? { days: 1 } : { months: 1 })
    const { spent, held } = spentBetween(db, first.toString(), next.subtract({ days: 1 }).toString())
    const { dailyUsd, monthlyUsd } = caps.get()
    const capUsd = kind === 'day' ? dailyUsd : monthlyUsd
    const capNano = capUsd === null ? null : Math.floor(capUsd * nanoPerUsd)
    const leftNano = capNano === null ? Infinity : Math.max(0, capNano - spent - held)
    return {
      spentUsd: toUsd(spent),
      heldUsd: toUsd(held),
      capUsd,
      leftUsd: capNano === null ? null : toUsd(leftNano),
      resetsAt: toIso(resolveWallTime(`${next.toString()}T00:00`, zone)),
      capNano,
      leftNano,
    }
  }

  /** A key's own limit for a day. */
  function allowKey(db: Read, model: string, nano: number | null, keyId: string, capUsd: number): void {
    const day = today()
    const { spent, held } = spentBetween(db, day, day, keyId)
    const leftUsd = toUsd(Math.max(0, Math.floor(capUsd * nanoPerUsd) - spent - held))
    if (nano === null)
      throw new CapExceeded(said('ai_cap_no_price', { model }), { period: 'day', capUsd, leftUsd, neededUsd: null })
    const neededUsd = toUsd(nano)
    if (neededUsd <= leftUsd) return
    const figures = { needed: money(neededUsd, Math.ceil), cap: money(capUsd), left: money(leftUsd, Math.floor) }
    throw new CapExceeded(said('ai_cap_key', figures), { period: 'day', capUsd, leftUsd, neededUsd })
  }

  function spending(): AiSpending {
    const shown = ({ spentUsd, heldUsd, capUsd, leftUsd, resetsAt }: AiSpending['day']) => ({
      ...{ spentUsd, heldUsd, capUsd, leftUsd, resetsAt },
    })
    return { day: shown(period(store.read, 'day')), month: shown(period(store.read, 'month')) }
  }

  return {
    today,
    costOf,
    spending,
    caps: () => ({ ...caps.get(), spending: spending() }),
    setCaps(next: AiCaps) {
      caps.set(next)
      return { ...next, spending: spending() }
    },
    prices: () => ({ prices: prices.get() }),
    setPrices: (next: { prices: AiPrice[] }) => ({ prices: prices.set(next.prices) }),
    /**
     * Refuses what could go over a cap. Called in the transaction that notes the call and holds its cost back, so that no number of calls at once
     * goes over it. Throws CapExceeded.
     */
    allow(db: Read, model: string, nano: number | null, key: Pick<KeyGrant, 'id' | 'dailySpend'> | null = null): void {
      if (key?.dailySpend != null) allowKey(db, model, nano, key.id, key.dailySpend)
      for (const kind of ['month', 'day'] as const) {
        const { capNano, capUsd, leftNano } = period(db, kind)
        if (capNano === null || capUsd === null) continue
        const leftUsd = toUsd(leftNano)
        if (nano === null)
          throw new CapExceeded(said('ai_cap_no_price', { model }), { period: kind, capUsd, leftUsd, neededUsd: null })
        if (nano <= leftNano) continue
        const neededUsd = toUsd(nano)
        const figures = { needed: money(neededUsd, Math.ceil), cap: money(capUsd), left: money(leftUsd, Math.floor) }
        throw new CapExceeded(kind === 'day' ? said('ai_cap_day', figures) : said('ai_cap_month', figures), {
          ...{ period: kind, capUsd, leftUsd, neededUsd },
        })
      }
    },
    usage({ from, to }: { from?: string | undefined; to?: string | undefined }) {
      const now = Temporal.PlainDate.from(today())
      const last = to ?? now.toString()
      const earliest = Temporal.PlainDate.from(last).subtract({ days: 366 }).toString()
      const first = from ?? Temporal.PlainDate.from(last).with({ day: 1 }).toString()
      const start = first < earliest ? earliest : first
      const { byDay, byTask, byModel } = callSums(store.read, start, last)
      return {
        from: start,
        to: last,
        total: toUsage(addUp(byDay)),
        byDay: byDay.map(({ day, ...sums }) => ({ day, ...toUsage(sums) })),
        byTask: byTask.map(({ task, ...sums }) => ({ task, ...toUsage(sums) })),
        byModel: byModel.map(({ endpoint, model, ...sums }) => ({ endpoint, model, ...toUsage(sums) })),
        spending: spending(),
      }
    },
  }
}

/** An amount for a sentence: as many digits as it takes to not read as nothing. */
function money(usd: number, round: (value: number) => number = Math.round): string {
  const digits = usd === 0 || usd >= 0.1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(usd)))
  return (round(Number((usd * 10 ** digits).toFixed(6))) / 10 ** digits).toFixed(digits)
}

function addUp(all: readonly CallSums[]): CallSums {
  const sum = (key: keyof CallSums) => all.reduce((total, one) => total + one[key], 0)
  return {
    calls: sum('calls'),
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    images: sum('images'),
    seconds: sum('seconds'),
    nano: sum('nano'),
    unpriced: sum('unpriced'),
    estimated: sum('estimated'),
  }
}

export function toUsage({ nano, estimated, ...sums }: CallSums): AiUsage {
  return { ...sums, costUsd: toUsd(nano), estimated: estimated > 0 }
}
