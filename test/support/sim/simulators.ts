import type { SimSetup } from './server.ts'

/** A simulator as a process: what it says once it serves, and how it ends. */
interface Started {
  readonly hello: { readonly url: string }
  stop(): Promise<void>
}

/** Every simulated platform by name, loaded when it is asked for. */
export const simulators: Readonly<Record<string, (setup: SimSetup) => Promise<Started>>> = {
  facebook: async (setup) => (await import('../facebook/index.ts')).runFacebook(setup),
  linkedin: async (setup) => (await import('../linkedin/index.ts')).runLinkedIn(setup),
  instagram: async (setup) => (await import('../instagram/index.ts')).runInstagram(setup),
  mastodon: async (setup) => (await import('../mastodon/index.ts')).runMastodon(setup),
  discord: async (setup) => (await import('../discord/index.ts')).runDiscord(setup),
  pinterest: async (setup) => (await import('../pinterest/index.ts')).runPinterest(setup),
  reddit: async (setup) => (await import('../reddit/index.ts')).runReddit(setup),
  snapchat: async (setup) => (await import('../snapchat/index.ts')).runSnapchat(setup),
  telegram: async (setup) => (await import('../telegram/index.ts')).runTelegram(setup),
  threads: async (setup) => (await import('../threads/index.ts')).runThreads(setup),
  tiktok: async (setup) => (await import('../tiktok/index.ts')).runTikTok(setup),
  x: async (setup) => (await import('../x/index.ts')).runX(setup),
  youtube: async (setup) => (await import('../youtube/index.ts')).runYouTube(setup),
}
