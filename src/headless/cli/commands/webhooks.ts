import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import type { Command } from 'commander'
import { WebhookId } from '../../../contract/vocabulary.ts'
import { WebhookTopic, type Webhook, type WebhookMessage } from '../../../contract/webhooks.ts'
import { callingIn, callingRunning, examples, idOf, someOf, wholeNumber } from '../command.ts'
import { failed } from '../exit.ts'
import { plain, type Output } from '../output.ts'

interface ListenWords {
  readonly topic?: WebhookTopic[]
  readonly port: number
  readonly count?: number
}

/** Commands about webhooks: which there are, whether they arrive, and what they carry. */
export function addWebhookCommands(program: Command): void {
  const webhooks = program.command('webhooks').description('webhooks to programs: list, test, listen')
  webhooks
    .command('list', { isDefault: true })
    .description('webhooks, newest first')
    .action((_options, command: Command) =>
      callingIn(command, async (client, { show, out }) =>
        show(await client.webhooks.list(), (found) =>
          out.table(
            ['id', 'state', 'waiting', 'name', 'url', 'topics'],
            found.map(({ id, active, waiting, name, url, topics }) => [
              id,
              active ? 'active' : 'paused',
              String(waiting),
              plain(name),
              plain(url),
              topics.join(' '),
            ]),
            'There is no webhook.',
          ),
        ),
      ),
    )
  examples(
    webhooks
      .command('test')
      .argument('<id>', 'a webhook', idOf(WebhookId, 'hook_01M89HKE9T8KKAGH72G0W94MCY'))
      .description('send a test message and say how it went; exit 1 where it was not taken')
      .action((id: Webhook['id'], _options, command: Command) =>
        callingIn(command, async (client, { show, out }) => {
          const message = await client.webhooks.test({ id })
          show(message, () => tellMessage(out, message))
          if (message.state !== 'delivered') throw failed('It was not taken.')
        }),
      ),
    'broadside webhooks test hook_…',
  )
  examples(
    webhooks
      .command('listen')
      .description(
        'a webhook of this program’s own while it runs: writes each message as a line of JSON, its signature checked',
      )
      .addOption(
        someOf(
          '--topic <topic>',
          'what to hear, repeated or with commas; everything unless told',
          WebhookTopic.options,
        ),
      )
      .option('--port <number>', 'the port on 127.0.0.1; a free one unless told', wholeNumber(0, 65_535), 0)
      .option('--count <count>', 'end after so many messages', wholeNumber(1, 1_000_000))
      .action(listen),
    'broadside webhooks listen --topic post.published,post.failed',
    `broadside webhooks listen --count 1 | jq -r .type`,
  )
}

function tellMessage(out: Output, { id, state, tries }: WebhookMessage): void {
  const last = tries.at(-1)
  const how = last ? `${last.status ?? 'no answer'}, ${last.ms} ms  ${plain(last.problem?.message ?? '')}` : ''
  out.line(`${id}  ${state === 'delivered' ? out.good(state) : out.bad(state)}  ${how}`.trimEnd())
}

/** Needs a studio that goes on running: one that was started for this would have nothing to tell. */
async function listen({ topic, port, count }: ListenWords, command: Command): Promise<void> {
  await callingRunning(command, async ({ studio, out }) => {
    const client = await studio.inWorkspace()
    let secret = ''
    let heard = 0
    let end = () => {}
    const ended = new Promise<void>((resolve) => (end = resolve))
    const server = createServer((request, response) => {
      readAll(request)
        .then((body) => {
          const good = isSigned(request, body, secret)
          response.writeHead(good ? 204 : 401).end()
          if (!good) return out.note('A message without a good signature was refused.')
          out.line(JSON.stringify(JSON.parse(body)))
          heard += 1
          if (heard === count) end()
        })
        .catch((error: Error) => {
          out.note(`A message could not be read: ${error.message}`)
          if (!response.headersSent) response.writeHead(400).end()
        })
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'EADDRINUSE' ? failed(`Port ${port} is taken by another program.`) : error),
      )
      server.listen(port, '127.0.0.1', resolve)
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    try {
      const made = await client.webhooks.create({
        name: `broadside webhooks listen (${process.pid})`,
        url,
        topics: topic ?? [...WebhookTopic.options],
      })
      secret = made.secret
      out.note(`Listening at ${url}; Ctrl-C ends it.`)
      try {
        await ended
      } finally {
        await client.webhooks.remove({ id: made.webhook.id })
      }
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })
}

/** As the Standard Webhooks specification has it. */
function isSigned({ headers }: IncomingMessage, body: string, secret: string): boolean {
  const [id, at, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  )
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const wanted = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest()
  return (signatures ?? '').split(' ').some((one) => {
    const given = Buffer.from(one.replace(/^v1,/, ''), 'base64')
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  })
}
