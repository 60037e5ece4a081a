import { expect, test } from 'vitest'
import { contentOf, emptyDraft, hasOwnText, newPart, partsOf } from './draft.ts'
import {
  addMedia,
  addPart,
  all,
  chooseAccount,
  makeOwnText,
  mergeAll,
  mergeWithAbove,
  moveMedia,
  movePart,
  removePart,
  replacePart,
  resetToBase,
  setText,
  splitPart,
} from './edits.ts'

const asset = (letter: string) => ({ assetId: `asset_${letter.repeat(26)}` as const, alt: null })
const texts = (draft: ReturnType<typeof emptyDraft>, target: string | null = null) =>
  partsOf(draft, target).map((part) => part.text)
const bluesky = 'acct_01J00000000000000000000000'

test('splitting a part at the caret keeps its media with the first half', () => {
  const part = newPart('Bensa is back. Forty bags.', [asset('A')])
  const draft = splitPart(null, part.key, 14, 'second')(emptyDraft({ parts: [part] }))
  expect(texts(draft)).toEqual(['Bensa is back.', 'Forty bags.'])
  expect(draft.parts.map((one) => one.media.length)).toEqual([1, 0])
})

test('merging a part with the one above joins texts and media and keeps the key of the upper', () => {
  const [upper, lower] = [newPart('One', [asset('A')]), newPart('Two', [asset('B')])]
  const draft = mergeWithAbove(null, lower.key)(emptyDraft({ parts: [upper, lower] }))
  expect(draft.parts).toEqual([{ key: upper.key, text: 'One\n\nTwo', media: [asset('A'), asset('B')] }])
})

test('merging the first part changes nothing', () => {
  const draft = emptyDraft({ parts: [newPart('One'), newPart('Two')] })
  expect(texts(mergeWithAbove(null, draft.parts[0]?.key ?? '')(draft))).toEqual(['One', 'Two'])
})

test('the last part cannot be removed', () => {
  const draft = emptyDraft({ parts: [newPart('One')] })
  expect(removePart(null, draft.parts[0]?.key ?? '')(draft)).toBe(draft)
})

test('parts and media move to where they are put and not past the ends', () => {
  const parts = [newPart('a', [asset('A'), asset('B')]), newPart('b'), newPart('c')]
  const draft = emptyDraft({ parts })
  expect(texts(movePart(null, parts[2]?.key ?? '', 0)(draft))).toEqual(['c', 'a', 'b'])
  expect(texts(movePart(null, parts[2]?.key ?? '', 3)(draft))).toEqual(['a', 'b', 'c'])
  expect(moveMedia(null, parts[0]?.key ?? '', 0, 1)(draft).parts[0]?.media).toEqual([asset('B'), asset('A')])
})

test('the same file is not added to a part twice', () => {
  const draft = emptyDraft({ parts: [newPart('a', [asset('A')])] })
  expect(addMedia(null, draft.parts[0]?.key ?? '', [asset('A'), asset('B')])(draft).parts[0]?.media).toHaveLength(2)
})

test('an account with its own text is untouched when the base changes, and takes the base again when reset', () => {
  const base = emptyDraft({ parts: [newPart('Base')] })
  const own = all(chooseAccount(bluesky, { linkCard: false }), makeOwnText(bluesky))(base)
  const changed = setText(null, own.parts[0]?.key ?? '', 'Other base')(own)
  expect(texts(changed, bluesky)).toEqual(['Base'])
  const reset = resetToBase(bluesky, { linkCard: false })(changed)
  expect(hasOwnText(reset, bluesky)).toBe(false)
  expect(texts(reset, bluesky)).toEqual(['Other base'])
})

test('editing an account that has own text leaves the base alone', () => {
  const own = all(chooseAccount(bluesky, {}), makeOwnText(bluesky))(emptyDraft({ parts: [newPart('Base')] }))
  const part = newPart('Second')
  const changed = addPart(bluesky, null, part)(own)
  expect(texts(changed)).toEqual(['Base'])
  expect(texts(changed, bluesky)).toEqual(['Base', 'Second'])
})

test('one part becomes several and several become one again', () => {
  const part = newPart('One. Two.', [asset('A')])
  const split = replacePart(null, part.key, ['One.', 'Two.'])(emptyDraft({ parts: [part] }))
  expect(texts(split)).toEqual(['One.', 'Two.'])
  const merged = mergeAll(null)(split)
  expect(texts(merged)).toEqual(['One.\n\nTwo.'])
  expect(merged.parts[0]?.media).toEqual([asset('A')])
})

test('what is saved holds no keys of the editor', () => {
  expect(JSON.stringify(contentOf(emptyDraft()))).not.toContain('key')
})
