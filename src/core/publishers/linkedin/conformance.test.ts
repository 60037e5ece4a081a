import { linkedin } from '../../../contract/platforms/linkedin.ts'
import { describePublisher, type ConformanceSubject } from '../conformance.ts'
import { createLinkedIn } from './index.ts'
import { accountOf, documentedErrors, startPeer } from './testing.ts'

const pdf = new TextEncoder().encode('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n')

const shared = {
  at: (origin) => createLinkedIn(origin),
  rateLimit: 'untold',
  errors: documentedErrors,
  kinds: {
    poll: (text) => ({
      parts: [{ text }],
      settings: {
        poll: { options: ['Tea', 'Coffee'], expiresInSeconds: 259_200, multiple: false, hideTotals: false },
        pollQuestion: 'Tea or coffee?',
      },
    }),
    document: (text, driver) => ({ parts: [{ text, media: [driver.file('slides.pdf', 'application/pdf', pdf)] }] }),
  },
} satisfies Partial<ConformanceSubject>

const settings: ConformanceSubject['settings'] = [
  { name: 'only those signed in', set: { visibility: 'loggedIn' }, seen: { visibility: 'LOGGED_IN' } },
  { name: 'no reposts', set: { noReshare: true }, seen: { reshareDisabled: true } },
  {
    name: 'words of its own on the card',
    kind: 'link',
    set: { cardTitle: 'Tea (green)', cardDescription: 'All of it' },
    seen: {
      content: {
        article: { source: 'https://page.invalid/a?b=c&d=e', title: 'Tea (green)', description: 'All of it' },
      },
    },
  },
  {
    name: 'a poll of three days',
    kind: 'poll',
    set: {},
    seen: {
      content: {
        poll: {
          question: 'Tea or coffee?',
          options: [{ text: 'Tea' }, { text: 'Coffee' }],
          settings: { duration: 'THREE_DAYS' },
        },
      },
    },
  },
]

describePublisher({
  ...shared,
  name: 'LinkedIn for a member',
  knowledge: { ...linkedin, rules: linkedin.rulesFor(accountOf('member').limits) },
  reconcile: 'cannot_tell',
  settings: [
    ...settings,
    { name: 'connections alone', set: { visibility: 'connections' }, seen: { visibility: 'CONNECTIONS' } },
  ],
  start: () => startPeer('member'),
})

describePublisher({
  ...shared,
  name: 'LinkedIn for a Page',
  knowledge: { ...linkedin, rules: linkedin.rulesFor(accountOf('page').limits) },
  reconcile: 'finds',
  chunked: { bytes: 9_000_000 },
  largeVideo: true,
  settings: [
    ...settings,
    {
      name: 'an audience',
      set: { audience: ['urn:li:geo:101282230', 'urn:li:industry:4'] },
      seen: { targets: [{ geoLocations: ['urn:li:geo:101282230'], industries: ['urn:li:industry:4'] }] },
    },
  ],
  start: () => startPeer('page'),
})
