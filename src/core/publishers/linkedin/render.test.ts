import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shown } from '../../../../test/support/linkedin/little-text.ts'
import { shownOnLinkedIn } from '../../../contract/platforms/linkedin-text.ts'
import type { Outgoing, OutgoingMedia } from '../publisher.ts'
import { comparable, postRequest } from './render.ts'

const member = 'urn:li:person:aDa1815x'
const page = 'urn:li:organization:2414183'
const none = { urns: [], card: null }

const post = (
  text: string,
  {
    settings = {},
    media = [],
    link = null,
    title = '',
  }: Partial<Omit<Outgoing, 'parts'>> & { media?: OutgoingMedia[] } = {},
): Outgoing => ({
  deliveryId: 'dlv_1',
  title,
  link,
  settings,
  assets: {},
  parts: [{ role: 'post', text, media }],
  dueAt: 0,
  createdAt: 0,
})
const file = (kind: OutgoingMedia['kind'], more: Partial<OutgoingMedia> = {}): OutgoingMedia => ({
  assetId: 'asset_1',
  kind,
  type: '',
  bytes: 1,
  width: null,
  height: null,
  durationMs: null,
  animated: false,
  alt: '',
  sha256: '',
  name: 'slides.v2.pdf',
  path: '',
  convert: () => Promise.reject(new Error('not converted here')),
  ...more,
})
const contentOf = (...[outgoing, uploaded = none]: [Outgoing, Parameters<typeof postRequest>[2]?]) =>
  postRequest(outgoing, member, uploaded).content

test('a post says who sees it and whether it may be shared on, and nothing that was not chosen', () => {
  expect(postRequest(post('Hello (all)'), member, none)).toEqual({
    author: member,
    commentary: String.raw`Hello \(all\)`,
    visibility: 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: false,
  })
  expect(
    postRequest(post('x', { settings: { visibility: 'connections', noReshare: true } }), member, none),
  ).toMatchObject({ visibility: 'CONNECTIONS', isReshareDisabledByAuthor: true })
})

test('an audience narrows a Page’s post by what its parts are of, and never a member’s', () => {
  const settings = { audience: ['urn:li:geo:1', 'urn:li:seniority:9', 'urn:li:geo:2'] }
  expect(postRequest(post('x', { settings }), page, none).distribution.targetEntities).toEqual([
    { geoLocations: ['urn:li:geo:1', 'urn:li:geo:2'], seniorities: ['urn:li:seniority:9'] },
  ])
  expect(postRequest(post('x', { settings }), member, none).distribution.targetEntities).toEqual([])
})

test('one picture is media, several are a multi-image, each with its alt text where it has one', () => {
  const [described, plain] = [file('image', { alt: ' A card ' }), file('image')]
  expect(contentOf(post('x', { media: [described] }), { urns: ['a'], card: null })).toEqual({
    media: { id: 'a', altText: 'A card' },
  })
  expect(contentOf(post('x', { media: [described, plain] }), { urns: ['a', 'b'], card: null })).toEqual({
    multiImage: { images: [{ id: 'a', altText: 'A card' }, { id: 'b' }] },
  })
})

test('a film has the title of the post, where it has one', () => {
  const media = [file('video', { alt: 'not sent' })]
  expect(contentOf(post('x', { media }), { urns: ['v'], card: null })).toEqual({ media: { id: 'v' } })
  expect(contentOf(post('x', { media, title: ' Tea ' }), { urns: ['v'], card: null })).toEqual({
    media: { id: 'v', title: 'Tea' },
  })
})

test('a document is titled by the post, else by its own name without the ending', () => {
  const media = [file('other')]
  expect(contentOf(post('x', { media }), { urns: ['d'], card: null })).toEqual({
    media: { id: 'd', title: 'slides.v2' },
  })
  expect(contentOf(post('x', { media, title: 'Tea' }), { urns: ['d'], card: null })).toEqual({
    media: { id: 'd', title: 'Tea' },
  })
})

test('a link is an article with what was written for its card, and without a card stands in the text', () => {
  const link = 'https://a.example/b'
  expect(contentOf(post('x', { link }))).toEqual({ article: { source: link, title: 'a.example' } })
  const settings = { cardTitle: 'Tea', cardDescription: 'All of it' }
  expect(contentOf(post('x', { link, settings }), { urns: [], card: 'pic' })).toEqual({
    article: { source: link, title: 'Tea', description: 'All of it', thumbnail: 'pic' },
  })
  const bare = postRequest(post('x', { link, settings: { linkCard: false } }), member, none)
  expect(bare).toMatchObject({ commentary: `x\n\n${link}` })
  expect(bare.content).toBeUndefined()
})

test('a poll has its question, the answers that are written, and a length that LinkedIn names', () => {
  const poll = { options: ['Tea', '', 'Coffee'], expiresInSeconds: 1_209_600, multiple: false, hideTotals: false }
  expect(contentOf(post('x', { settings: { poll, pollQuestion: 'Which?' } }))).toEqual({
    poll: {
      question: 'Which?',
      options: [{ text: 'Tea' }, { text: 'Coffee' }],
      settings: { duration: 'FOURTEEN_DAYS' },
    },
  })
})

test('any text is shown on LinkedIn as it was written: none is cut off, and it is known again', () => {
  const piece = fc.oneof(
    fc.constantFrom('#tag ', ' @ada', '(a)', '{b}', '\\', '|', '<c>', '~*_', 'https://a.example/b_c?d=(e)', '\n\n'),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      const { commentary } = postRequest(post(text, { settings: { linkCard: false } }), member, none)
      expect(comparable(shown(commentary))).toBe(comparable(shownOnLinkedIn(text)))
    }),
    { numRuns: 1_000 },
  )
})
