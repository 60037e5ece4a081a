import { expect, test } from 'vitest'
import { textsAt } from './document-texts.ts'

const document = {
  campaigns: [
    {
      name: 'Launch',
      steps: [
        { text: 'One' },
        {
          parts: [{ text: 'Two' }, { text: 'Three' }],
          targets: [{ account: 'mastodon:me', text: 'Two, for one only' }],
        },
      ],
    },
  ],
}

test('all of a row is shown before it is allowed: every part of a thread, and what single accounts get instead', () => {
  expect(textsAt(document, 'campaigns.0.steps.1')).toEqual([
    { account: null, text: 'Two' },
    { account: null, text: 'Three' },
    { account: 'mastodon:me', text: 'Two, for one only' },
  ])
})

test('a row that is not there, or not one at all, has no texts', () => {
  expect([textsAt(document, 'posts.0'), textsAt(null, 'posts.0'), textsAt({ posts: ['x'] }, 'posts.0')]).toEqual([
    [],
    [],
    [],
  ])
})
