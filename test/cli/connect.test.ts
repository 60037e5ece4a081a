import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTelegram, type Telegram } from '../support/telegram/index.ts'
import { createMachine, type Machine } from './support.ts'

let machine: Machine
let telegram: Telegram

beforeAll(async () => {
  telegram = await startTelegram()
  machine = createMachine()
  await machine.serve({ BROADSIDE_TELEGRAM_URL: telegram.url })
  await machine.done(['workspaces', 'make', 'Channels'])
})
afterAll(async () => {
  await machine.remove()
  await telegram.stop()
})

test('an account is connected with its secret from the input, and what it reaches is named or listed', async () => {
  const [bot, one, two] = [telegram.newBot(), telegram.newChat({ title: 'News' }), telegram.newChat({ title: 'Notes' })]
  for (const chat of [one, two]) telegram.admit(bot, chat)
  const chosen = await machine.broadside(['accounts', 'connect', 'telegram', '--choose', 'news', '--json'], {
    input: `${bot.token}\n`,
  })
  expect(chosen).toMatchObject({ code: 0 })
  expect(chosen.json()).toMatchObject([{ platform: 'telegram', name: 'News' }])
  expect(chosen.stdout + chosen.stderr).not.toContain(bot.token)
  const listed = await machine.broadside(['accounts', 'connect', 'telegram'], { input: `${bot.token}\n` })
  expect(listed).toMatchObject({ code: 2, stdout: '' })
  expect(listed.stderr).toMatch(/--choose[^]*News.*\(connected\)[^]*Notes/)
})

test('a secret that the platform refuses ends with 3, and one that is missing with 2', async () => {
  const refused = await machine.broadside(['accounts', 'connect', 'telegram'], {
    input: '1234567890:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n',
  })
  expect(refused).toMatchObject({ code: 3, stdout: '' })
  const missing = await machine.broadside(['accounts', 'connect', 'telegram'])
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('give it on the input') })
})
