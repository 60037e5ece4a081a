import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { isUncertain, objectOf } from '../answers.ts'
import {
  ConnectFailed,
  saidOf,
  StepFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type HealthReport,
  type PublishContext,
} from '../publisher.ts'
import { ask, call, platform, webhookOf, type DiscordSecrets } from './api.ts'
import { codeOf, refusal, wordsOf } from './outcome.ts'

/*
 * Connecting: the address of a webhook, as Discord copies it from the settings of a channel. Whoever has it may post; it ends when it is
 * deleted there.
 */

const example = 'https://discord.com/api/webhooks/123…/abc…'

export function discordConnector(origin: string): Connector {
  return {
    platform: 'discord',

    async connect(_method, fields, context) {
      const webhook = webhookOf(fields['url'] ?? '')
      if (!webhook) throw new ConnectFailed('bad_address_pasted', { platform, example }, 'url')
      const answer = await look(origin, webhook, context)
      if ((answer.status === 401 || answer.status === 404) && codeOf(answer) > 0)
        throw new ConnectFailed('discord_webhook_gone', {}, 'url')
      if (answer.status !== 200) throw new ConnectFailed('let_in_refused', { platform, words: wordsOf(answer) }, 'url')
      return toIdentity(webhook, objectOf(answer))
    },

    health: (context) => health(origin, context),

    // Deleting the webhook would end it for every other program that uses its address, and keep what was posted from being changed.
    revoke: () => Promise.resolve(false),
  }
}

async function look(
  origin: string,
  webhook: Pick<DiscordSecrets, 'id' | 'token'>,
  context: ConnectContext,
): Promise<HttpAnswer> {
  const answer = await call(origin, webhook, {}, context).catch((error: unknown): never => {
    if (!(error instanceof HttpFailure)) throw error
    throw new ConnectFailed('not_reached', { host: new URL(origin).host, code: error.code }, 'url')
  })
  if (answer.status === 429) throw new ConnectFailed('takes_no_requests', { platform }, 'url')
  if (isUncertain(answer.status)) throw new ConnectFailed('server_trouble', { platform, words: wordsOf(answer) }, 'url')
  return answer
}

/** Source: webhook.mdx, Webhook Object; type 1 is one that posts. */
function toIdentity(
  { id, token }: Pick<DiscordSecrets, 'id' | 'token'>,
  webhook: Readonly<Record<string, unknown>>,
): ConnectedIdentity {
  const { type, name, avatar, guild_id: guild, channel_id: channel } = webhook
  if (webhook['id'] !== id) throw new ConnectFailed('not_an_account', { platform }, 'url')
  if (type !== 1) throw new ConnectFailed('discord_other_webhook', {}, 'url')
  const called = typeof name === 'string' && name !== '' ? name : 'Webhook'
  const guildId = typeof guild === 'string' ? guild : null
  return {
    kind: 'channel',
    externalId: id,
    name: called,
    displayHandle: called,
    url: guildId !== null && typeof channel === 'string' ? `https://discord.com/channels/${guildId}/${channel}` : null,
    avatar: typeof avatar === 'string' ? `https://cdn.discordapp.com/avatars/${id}/${avatar}.png` : null,
    server: '',
    limits: {},
    expiresAt: null,
    secrets: { id, token, channel: { guildId, forum: false } } satisfies DiscordSecrets,
  }
}

async function health(origin: string, context: PublishContext): Promise<HealthReport> {
  let answer: HttpAnswer
  try {
    answer = await ask(origin, {}, context)
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    const { is, failure } = error.outcome
    return { state: is === 'rejected' ? 'broken' : 'unreachable', reason: saidOf(failure) }
  }
  if (answer.status === 200) return { state: 'ok', expiresAt: null }
  const { is, failure } = refusal(answer, context)
  return is === 'rejected'
    ? { state: 'broken', reason: saidOf(failure) }
    : { state: 'unreachable', reason: said('answered', { platform, words: wordsOf(answer) }) }
}
