import { expect, test } from 'vitest'
import { createHttp } from './http.ts'
import { isPrivateLiteral, isPublicAddress } from './public-address.ts'

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  'fe80::1',
  'fd00::1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'not an address',
])('%s is not an address to ask for a link card', (address) => expect(isPublicAddress(address)).toBe(false))

test.each(['93.184.216.34', '172.15.0.1', '172.32.0.1', '2606:4700::1111'])('%s is a public address', (address) =>
  expect(isPublicAddress(address)).toBe(true),
)

test.each([
  'http://127.0.0.1/',
  'http://0x7f.1/',
  'http://2130706433/',
  'http://[::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://017700000001/',
])('%s is this machine, however it is written', (url) => expect(isPrivateLiteral(new URL(url))).toBe(true))

test('a name that leads to this machine is refused at the connection', async () => {
  const http = createHttp()
  await expect(http.request('http://localhost:54321/', { publicOnly: true })).rejects.toMatchObject({
    kind: 'not_sent',
    code: 'EADDRNOTPUBLIC',
  })
  await http.close()
})
