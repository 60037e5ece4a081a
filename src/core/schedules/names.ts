import { said } from '../../contract/sentences/index.ts'
import type { WrongField } from '../errors.ts'

/** What other programs call our fields, in letters alone. The right spelling in another case needs no line here. */
const otherNames: Readonly<Record<string, string>> = {
  caption: 'text',
  content: 'text',
  message: 'text',
  body: 'text',
  copy: 'text',
  scheduledat: 'publishAt',
  scheduleat: 'publishAt',
  scheduledfor: 'publishAt',
  scheduledtime: 'publishAt',
  publishdate: 'publishAt',
  publishtime: 'publishAt',
  postat: 'publishAt',
  date: 'publishAt',
  datetime: 'publishAt',
  time: 'publishAt',
  when: 'publishAt',
  mediaurls: 'assets',
  mediaids: 'assets',
  assetids: 'assets',
  media: 'assets',
  images: 'assets',
  image: 'assets',
  video: 'assets',
  files: 'assets',
  attachments: 'assets',
  accountid: 'account',
  accounthandle: 'account',
  handle: 'account',
  channel: 'account',
  profile: 'account',
  accountids: 'accounts',
  channels: 'accounts',
  profiles: 'accounts',
  platforms: 'accounts',
  variants: 'targets',
  overrides: 'targets',
  tags: 'labels',
  categories: 'labels',
  parent: 'parentStep',
  parentid: 'parentStep',
  parentstepid: 'parentStep',
  replyto: 'parentStep',
  inreplyto: 'parentStep',
  dependson: 'parentStep',
  stepid: 'step',
  id: 'step',
  key: 'step',
  ref: 'step',
  type: 'interaction',
  kind: 'interaction',
  url: 'link',
  headline: 'title',
  options: 'settings',
  platformsettings: 'settings',
  platformoptions: 'settings',
  thread: 'parts',
  tweets: 'parts',
  tz: 'timezone',
  zone: 'timezone',
  idempotency: 'idempotencyKey',
  items: 'posts',
  rows: 'posts',
  entries: 'posts',
  schedule: 'posts',
  status: 'mode',
  alttext: 'alt',
  altext: 'alt',
  description: 'alt',
}

/** In a campaign its rows are steps. */
const inCampaign: Readonly<Record<string, string>> = { posts: 'steps', items: 'steps', rows: 'steps', title: 'name' }

const letters = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** The field that `name` means, among `known`; undefined where it means none of them. */
export function meantBy(name: string, known: readonly string[]): string | undefined {
  const plain = letters(name)
  const candidates = [known.find((one) => letters(one) === plain), inCampaign[plain], otherNames[plain]]
  return candidates.find((one) => one !== undefined && known.includes(one))
}

/** Each field that is none of `known`, with a hint to the right name where there is one. */
export function unknownNames(value: object, known: readonly string[], path: string): WrongField[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = meantBy(name, known)
      const says = meant
        ? said('schedule_field_renamed', { name: meant })
        : said('schedule_field_unknown', { fields: known.join(', ') })
      return { path: `${path}${path ? '.' : ''}${name.slice(0, 100)}`, says }
    })
}
