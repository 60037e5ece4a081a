import { describe, expect, test } from 'vitest'
import type { AiDefaults } from '../../../../../contract/ai/endpoints.ts'
import type { EndpointId } from '../../../../../contract/vocabulary.ts'
import { emptyRow, priceless, pricesOf } from './price-list.ts'

const paid = 'endp_01HZZZZZZZZZZZZZZZZZZZZZZ1' as EndpointId
const own = 'endp_01HZZZZZZZZZZZZZZZZZZZZZZ2' as EndpointId
const endpoints = [
  { id: paid, free: false },
  { id: own, free: true },
]
const defaults: AiDefaults = {
  text: { endpoint: paid, model: 'words-2-mini' },
  vision: { endpoint: own, model: 'seer' },
  image: { endpoint: paid, model: 'paint-1' },
  video: null,
}

describe('the price table', () => {
  test('takes amounts with a comma, leaves rows without a model out, and names each cell that holds no amount', () => {
    const rows = [
      { ...emptyRow('words*'), inputPerMillion: '0,25', outputPerMillion: '2' },
      { ...emptyRow(' '), perImage: '4' },
      { ...emptyRow('paint-1'), perImage: 'cheap' },
    ]
    const { prices, wrong } = pricesOf(rows)
    expect(prices.map(({ model }) => model)).toEqual(['words*', 'paint-1'])
    expect(prices[0]).toMatchObject({ inputPerMillion: 0.25, outputPerMillion: 2, perImage: null, endpoint: null })
    expect([...wrong]).toEqual(['2.perImage'])
  })

  test('tells which models that are asked have no price, but for those that cost nothing', () => {
    expect(priceless(defaults, endpoints, [])).toEqual(['words-2-mini', 'paint-1'])
    const { prices } = pricesOf([emptyRow('words*'), { ...emptyRow('paint-1'), endpoint: own }])
    expect(priceless(defaults, endpoints, prices)).toEqual(['paint-1'])
  })
})
