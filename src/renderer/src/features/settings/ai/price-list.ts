import type { AiDefaults, AiEndpoint } from '../../../../../contract/ai/endpoints.ts'
import type { AiPrice } from '../../../../../contract/ai/usage.ts'
import { parseUsd } from '../../../lib/money.ts'

export const rates = ['inputPerMillion', 'outputPerMillion', 'perImage', 'perSecond'] as const
export type Rate = (typeof rates)[number]

/** A price as it is typed. */
export interface PriceRow extends Readonly<Record<Rate, string>> {
  readonly model: string
  /** Empty: at every endpoint. */
  readonly endpoint: string
}

export function rowOf(price: AiPrice, write: (value: number) => string): PriceRow {
  const { model, endpoint } = price
  const text = (rate: Rate) => (price[rate] === null ? '' : write(price[rate]))
  return {
    ...{ model, endpoint: endpoint ?? '' },
    inputPerMillion: text('inputPerMillion'),
    outputPerMillion: text('outputPerMillion'),
    perImage: text('perImage'),
    perSecond: text('perSecond'),
  }
}

export function emptyRow(model = ''): PriceRow {
  return { model, endpoint: '', inputPerMillion: '', outputPerMillion: '', perImage: '', perSecond: '' }
}

/** The table as it is sent, and which of its cells hold no amount (`0.perImage`). Rows without a model are left out. */
export function pricesOf(rows: readonly PriceRow[]): { prices: AiPrice[]; wrong: ReadonlySet<string> } {
  const wrong = new Set<string>()
  const prices = rows.flatMap((row, index): AiPrice[] => {
    const rate = (key: Rate) => {
      const usd = parseUsd(row[key])
      if (Number.isNaN(usd)) wrong.add(`${index}.${key}`)
      return usd
    }
    const price = {
      model: row.model.trim(),
      endpoint: (row.endpoint || null) as AiPrice['endpoint'],
      inputPerMillion: rate('inputPerMillion'),
      outputPerMillion: rate('outputPerMillion'),
      perImage: rate('perImage'),
      perSecond: rate('perSecond'),
    }
    return price.model === '' ? [] : [price]
  })
  return { prices, wrong }
}

/** Whether a price is for this model at this endpoint, by name or by how the name begins. */
export function priceFits({ model, endpoint }: AiPrice, of: { model: string; endpoint: string }): boolean {
  if (endpoint !== null && endpoint !== of.endpoint) return false
  return model.endsWith('*') ? of.model.startsWith(model.slice(0, -1)) : model === of.model
}

/** Models that are asked by default and have no price: their cost is not known, and with a cap they are refused. */
export function priceless(
  defaults: AiDefaults,
  endpoints: readonly Pick<AiEndpoint, 'id' | 'free'>[],
  prices: readonly AiPrice[],
): string[] {
  const asked = [defaults.text, defaults.vision, defaults.image, defaults.video].filter((choice) => choice !== null)
  const paid = asked.filter((choice) => endpoints.some(({ id, free }) => id === choice.endpoint && !free))
  const without = paid.filter((choice) => !prices.some((price) => priceFits(price, choice)))
  return [...new Set(without.map(({ model }) => model))]
}
