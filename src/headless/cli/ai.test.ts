import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChatServer, type ChatServer } from '../../../test/support/ai/chat-server.ts'
import { startCommandLine, type CommandLine } from '../../../test/cli/command-line.ts'

let line: CommandLine
let server: ChatServer
let answer = 'Good morning.'

beforeAll(async () => {
  line = await startCommandLine()
  server = await startChatServer(() => ({ pieces: [answer] }))
  const added = await line.broadside(
    'call',
    'POST',
    '/v1/ai/endpoints',
    JSON.stringify({ name: 'Local', baseUrl: server.url }),
  )
  const text = { endpoint: JSON.parse(added.stdout).id, model: 'small-local' }
  await line.broadside(
    'call',
    'PUT',
    '/v1/ai/defaults',
    JSON.stringify({ text, vision: null, image: null, video: null }),
  )
})
afterAll(async () => {
  await line.close()
  await server.close()
})

test('an answer of the AI goes to the output alone, so that it can be piped on', async () => {
  expect(await line.broadside('ai', 'tone', 'casual', 'Good day to you.')).toEqual({
    code: 0,
    stdout: 'Good morning.\n',
    stderr: '',
  })
  expect(await line.broadside('ai', 'edit', 'shorter', 'Good day to you.')).toMatchObject({
    code: 0,
    stdout: 'Good morning.\n',
  })
})

test('what is still too long ends with 1, with the warning beside it', async () => {
  answer = 'a'.repeat(600)
  const { code, stdout, stderr } = await line.broadside('ai', 'concise', '--platform', 'practice', 'b'.repeat(700))
  expect({ code, length: stdout.length }).toEqual({ code: 1, length: 601 })
  expect(stderr).not.toBe('')
})
