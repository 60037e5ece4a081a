import { expect, test } from 'vitest'
import { WebhookTopic } from '../../../../../contract/webhooks.ts'
import { groups, hostOf, topicsOf } from './topics.ts'

test('every topic can be chosen, each in one place', () => {
  expect(groups.flatMap(topicsOf).sort()).toEqual([...WebhookTopic.options].sort())
})

test('a host is offered with its port, as it has to stand among those allowed, and only for web addresses', () => {
  expect(hostOf('https://Hooks.example.com:8443/in')).toBe('hooks.example.com:8443')
  expect([hostOf('hooks.example.com'), hostOf('file:///etc/passwd'), hostOf('')]).toEqual([null, null, null])
})
