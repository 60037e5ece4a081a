import { ai } from './ai.ts'
import { bluesky } from './bluesky.ts'
import { connecting } from './connecting.ts'
import { discord } from './discord.ts'
import { facebook } from './facebook.ts'
import { graph } from './graph.ts'
import { instagram } from './instagram.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import { linkedin } from './linkedin.ts'
import { mastodon } from './mastodon.ts'
import { mediaHost } from './media-host.ts'
import { pinterest } from './pinterest.ts'
import { practice } from './practice.ts'
import { publishing } from './publishing.ts'
import { reddit } from './reddit.ts'
import { refusals } from './refusals.ts'
import { schedules } from './schedules.ts'
import { snapchat } from './snapchat.ts'
import { telegram } from './telegram.ts'
import { tiktok } from './tiktok.ts'
import { wordpress } from './wordpress.ts'
import { youtube } from './youtube.ts'

/** Every sentence in English. Each file is about one thing; a platform’s own begin with its id. */
export const en = {
  ...publishing,
  ...connecting,
  ...refusals,
  ...jobs,
  ...keys,
  ...schedules,
  ...mediaHost,
  ...ai,
  ...graph,
  ...facebook,
  ...instagram,
  ...bluesky,
  ...discord,
  ...linkedin,
  ...mastodon,
  ...pinterest,
  ...practice,
  ...reddit,
  ...snapchat,
  ...telegram,
  ...tiktok,
  ...wordpress,
  ...youtube,
} as const
