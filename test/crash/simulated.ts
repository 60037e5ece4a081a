import { startDiscord } from '../support/discord/index.ts'
import { startFacebook } from '../support/facebook/index.ts'
import { startInstagram } from '../support/instagram/index.ts'
import { shown } from '../support/linkedin/little-text.ts'
import { startLinkedIn } from '../support/linkedin/index.ts'
import { startPinterest } from '../support/pinterest/index.ts'
import { startReddit } from '../support/reddit/index.ts'
import { startSnapchat } from '../support/snapchat/index.ts'
import { startTelegram } from '../support/telegram/index.ts'
import { startThreads } from '../support/threads/index.ts'
import { startTikTok } from '../support/tiktok/index.ts'
import { startX } from '../support/x/index.ts'
import { startYouTube } from '../support/youtube/index.ts'
import { commented, connecting, film, picture, set, thread, words, type CrashPeer } from './peers.ts'

/*
 * The simulated platforms, all in the test's own process. Limits of a minute or a day are off or wide: what is tested is that nothing is sent
 * twice, not how long one waits for leave to send.
 */

const localhost = ['http://localhost:47831/oauth/callback']
const loopback = ['http://127.0.0.1:47831/oauth/callback']

interface Grant {
  readonly access: string
  readonly refresh: string | null
}
const tokens = ({ access, refresh }: Grant) => ({ accessToken: access, refreshToken: refresh ?? '' })
const appOf = ({ id, secret }: { id: string; secret: string | null }) => ({
  clientId: id,
  clientSecret: secret ?? '',
})

/** One line for each platform, made anew with a seed for its faults. */
export const simulated: Readonly<Record<string, (seed: number) => Promise<CrashPeer>>> = {
  async discord(seed) {
    const sim = await startDiscord({ seed })
    const { id, token } = sim.newWebhook(sim.newChannel())
    return {
      name: 'discord',
      addresses: { discord: sim.url },
      plan: sim.plan,
      shapes: [thread, film],
      tells: false,
      connect: connecting({
        platform: 'discord',
        method: 'webhook',
        fields: { url: `https://discord.com/api/webhooks/${id}/${token}` },
      }),
      standing: () => sim.messages().map(({ content }) => content),
      stop: () => sim.stop(),
    }
  },
  async facebook(seed) {
    const sim = await startFacebook({ seed, processingMs: 0, reelsADay: 100_000 })
    return {
      name: 'facebook',
      addresses: { facebook: sim.url },
      plan: sim.plan,
      shapes: [commented(picture), commented(words), commented(film), set({ format: 'reel' }, film)],
      tells: true,
      connect: connecting({
        platform: 'facebook',
        method: 'token',
        fields: { token: sim.userToken() },
        choose: 'Harbour',
      }),
      standing: () => sim.posts().flatMap(({ text, comments }) => [text, ...comments]),
      stop: () => sim.stop(),
    }
  },
  async instagram(seed) {
    const sim = await startInstagram({ seed, processingMs: 0, postsADay: 100_000 })
    return {
      name: 'instagram',
      addresses: { instagram: sim.url },
      plan: sim.plan,
      shapes: [commented(film), film],
      tells: true,
      connect: connecting({
        platform: 'instagram',
        method: 'facebook_token',
        fields: { facebookToken: sim.userToken() },
        choose: 'harbour',
      }),
      standing: () => sim.posts().flatMap(({ id, caption }) => [caption, ...sim.comments(id)]),
      stop: () => sim.stop(),
    }
  },
  async linkedin(seed) {
    const sim = await startLinkedIn({ seed, rateLimits: false })
    const app = sim.auth.register({ redirectUris: localhost })
    const { access } = sim.auth.issue({ account: 'ada', clientId: app.id, refresh: false })
    return {
      name: 'linkedin',
      addresses: { linkedin: sim.url },
      plan: sim.plan,
      shapes: [commented(picture), commented(words), film],
      tells: true,
      connect: connecting({
        platform: 'linkedin',
        method: 'token',
        fields: { accessToken: access },
        choose: 'Engines',
      }),
      standing: () => [
        ...sim.posts().map(({ commentary }) => shown(commentary)),
        ...sim.state.comments.filter(({ deleted }) => !deleted).map(({ text }) => text),
      ],
      stop: () => sim.stop(),
    }
  },
  async pinterest(seed) {
    const sim = await startPinterest({ seed })
    const app = sim.auth.register({ redirectUris: localhost })
    const { access } = sim.auth.issue({ account: 'ada', clientId: app.id })
    return {
      name: 'pinterest',
      addresses: { pinterest: sim.url },
      plan: sim.plan,
      shapes: [set({ board: '8001' }, film), set({ board: '8001' }, picture)],
      tells: true,
      connect: connecting({ platform: 'pinterest', method: 'token', fields: { accessToken: access } }),
      standing: () => sim.pins().map(({ description }) => description ?? ''),
      stop: () => sim.stop(),
    }
  },
  async reddit(seed) {
    const sim = await startReddit({ seed, rateLimits: false, processingMs: 0 })
    const app = sim.auth.register({ redirectUris: localhost })
    const { refresh } = sim.auth.issue({ account: 'ada', clientId: app.id })
    return {
      name: 'reddit',
      addresses: { reddit: sim.url },
      plan: sim.plan,
      // A film in doubt is left to the person for an hour: it may still show.
      shapes: [set({ subreddit: 'engines' }, commented(picture)), set({ subreddit: 'u_ada' }, words)],
      tells: true,
      connect: connecting({
        platform: 'reddit',
        method: 'token',
        app: appOf(app),
        fields: { refreshToken: refresh ?? '' },
      }),
      standing: () => [
        ...sim.posts().map(({ text }) => text),
        ...sim.state.comments.filter(({ deleted }) => !deleted).map(({ text }) => text),
      ],
      stop: () => sim.stop(),
    }
  },
  async snapchat(seed) {
    const sim = await startSnapchat({ seed, rateLimits: false })
    const app = sim.auth.register({ redirectUris: ['https://example.com/'] })
    return {
      name: 'snapchat',
      addresses: { snapchat: sim.url },
      plan: sim.plan,
      // A story has no words it could be told by.
      shapes: [set({ format: 'spotlight' }, film)],
      tells: false,
      connect: connecting({
        platform: 'snapchat',
        method: 'token',
        app: appOf(app),
        fields: tokens(sim.auth.issue({ account: 'ada', clientId: app.id })),
        choose: 'harbour.snaps',
      }),
      standing: () => sim.posts().map(({ words }) => words),
      stop: () => sim.stop(),
    }
  },
  async telegram(seed) {
    const sim = await startTelegram({ seed })
    const [bot, channel] = [sim.newBot(), sim.newChat({ username: 'broadside_crash' })]
    sim.admit(bot, channel)
    return {
      name: 'telegram',
      addresses: { telegram: sim.url },
      plan: sim.plan,
      shapes: [thread, film],
      tells: false,
      connect: connecting({
        platform: 'telegram',
        method: 'bot',
        fields: { token: bot.token, chat: String(channel.id) },
      }),
      standing: () => sim.messages().map(({ text, caption }) => text ?? caption ?? ''),
      stop: () => sim.stop(),
    }
  },
  async threads(seed) {
    const sim = await startThreads({ seed, textMs: 0, postsADay: 100_000, repliesADay: 100_000 })
    return {
      name: 'threads',
      addresses: { threads: sim.url },
      plan: sim.plan,
      shapes: [(say) => ({ parts: ['first', 'second'].map((at) => ({ text: say(at), media: [] })) }), words],
      tells: true,
      connect: connecting({ platform: 'threads', method: 'token', fields: { token: sim.token() } }),
      standing: () => sim.posts().map(({ text }) => text),
      stop: () => sim.stop(),
    }
  },
  async tiktok(seed) {
    const sim = await startTikTok({ seed, rateLimits: false })
    const app = sim.auth.register({ redirectUris: loopback })
    return {
      name: 'tiktok',
      addresses: { tiktok: sim.url },
      plan: sim.plan,
      shapes: [set({ mode: 'direct', privacy: 'SELF_ONLY' }, film)],
      tells: true,
      connect: connecting({
        platform: 'tiktok',
        method: 'token',
        app: appOf(app),
        fields: tokens(sim.auth.issue({ account: 'ada', clientId: app.id })),
      }),
      standing: () => sim.posts().map(({ text }) => text),
      stop: () => sim.stop(),
    }
  },
  async x(seed) {
    const sim = await startX({ seed, rateLimits: false })
    const app = sim.auth.register({ public: true, redirectUris: loopback })
    return {
      name: 'x',
      addresses: { x: sim.url },
      plan: sim.plan,
      shapes: [thread, film, words],
      tells: true,
      connect: connecting({
        platform: 'x',
        method: 'token',
        app: { clientId: app.id, clientSecret: '' },
        fields: tokens(sim.auth.issue({ account: 'ada', clientId: app.id })),
      }),
      standing: () => sim.posts().map(({ text }) => text),
      stop: () => sim.stop(),
    }
  },
  async youtube(seed) {
    const sim = await startYouTube({ seed })
    sim.state.options.quota = { uploads: 100_000, units: 10_000_000 }
    const app = sim.auth.register({ redirectUris: loopback })
    return {
      name: 'youtube',
      addresses: { youtube: sim.url },
      plan: sim.plan,
      shapes: [set({ madeForKids: 'no' }, commented(film))],
      tells: true,
      connect: connecting({
        platform: 'youtube',
        method: 'token',
        app: appOf(app),
        fields: tokens(sim.auth.issue({ account: 'ada', clientId: app.id })),
      }),
      standing: () => [
        ...sim.visible().map(({ snippet }) => snippet.description),
        ...sim.state.comments.map(({ text }) => text),
      ],
      stop: () => sim.stop(),
    }
  },
}
