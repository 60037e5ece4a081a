import { expect, test } from 'vitest'
import type { Account } from '../../../../contract/accounts.ts'
import type { Asset } from '../../../../contract/assets.ts'
import { exchangeFile } from './check.ts'
import { type Draft, emptyDraft, hasOwnText, newPart, partsOf } from './draft.ts'
import { all, chooseAccount } from './edits.ts'

const account = (letter: string) => ({ id: `acct_${letter.repeat(26)}`, platform: 'mastodon' }) as Account
const file = (letter: string) => `asset_${letter.repeat(26)}` as Asset['id']
const [one, two] = [account('B'), account('C')]
const [film, converted, other] = [file('D'), file('E'), file('F')]

const draft = (...accounts: Account[]): Draft =>
  all(...accounts.map(({ id }) => chooseAccount(id, {})))(
    emptyDraft({
      parts: [
        newPart('Look', [
          { assetId: film, alt: 'A boat' },
          { assetId: other, alt: null },
        ]),
        newPart('Again', [{ assetId: film, alt: null }]),
      ],
    }),
  )
const media = (of: Draft, target: string | null) =>
  partsOf(of, target).map((part) => part.media.map(({ assetId }) => assetId))

test('the converted file takes the place of the original for the account that needs it, and for no other', () => {
  const after = exchangeFile([one], film, converted)(draft(one, two))
  expect(media(after, one.id)).toEqual([[converted, other], [converted]])
  expect(media(after, two.id)).toEqual([[film, other], [film]])
  expect(hasOwnText(after, two.id)).toBe(false)
})

test('where everybody needs it the base gets it, and nobody a text of their own', () => {
  const after = exchangeFile([one, two], film, converted)(draft(one, two))
  expect(media(after, null)).toEqual([[converted, other], [converted]])
  expect([one, two].some(({ id }) => hasOwnText(after, id))).toBe(false)
})

test('what was written for the file stays with it, and the way back brings the original', () => {
  const after = exchangeFile([one], film, converted)(draft(one, two))
  expect(partsOf(after, one.id)[0]?.media[0]).toEqual({ assetId: converted, alt: 'A boat' })
  expect(media(exchangeFile([one], converted, film)(after), one.id)).toEqual([[film, other], [film]])
})
