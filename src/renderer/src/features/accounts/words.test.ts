import { describe, expect, test } from 'vitest'
import { knowledgeOf, platforms, type SupportedPlatform } from '../../../../contract/platforms/index.ts'
import { de } from '../../i18n/de/index.ts'
import { en } from '../../i18n/en/index.ts'

type Words = { readonly [key: string]: string | Words | undefined }

describe.each([
  ['English', en],
  ['German', de],
])('in %s', (_language, words) => {
  test.each(Object.keys(platforms) as SupportedPlatform[])('%s says all that connecting it needs', (platform) => {
    const { connect, review } = knowledgeOf(platform).rules
    const own = ((words.platforms as Words)[platform] ?? {}) as Words
    const said = (own['connect'] ?? {}) as Words
    const general: Words = words.accounts.app.fields
    const needed = [
      'needs',
      ...(connect.length > 1 ? connect.map(({ id }) => id) : []),
      ...connect.flatMap(({ fields, app = [] }) => [...fields, ...app].map(({ key }) => key)),
      ...(connect.some(({ app }) => app) ? ['app'] : []),
    ]
    expect(needed.filter((key) => said[key] === undefined && general[key] === undefined)).toEqual([])
    if (review) expect(own['review']).toEqual(expect.any(String))
  })
})
