import { ResourceTemplate, type McpServer, type ReadResourceResult, type Variables } from '@modelcontextprotocol/server'
import { Temporal } from 'temporal-polyfill'
import { PostId } from '../../contract/vocabulary.ts'
import { textsAreData } from './answers.ts'
import { isSupported, platformFacts, platformNames } from './platform-facts.ts'
import { mayCall, type AgentStudio } from './studio.ts'

const json = 'application/json'

/** What an agent can read and a person can hand it: the calendar, posts, the brand, what each platform takes. */
export function offerResources(server: McpServer, studio: AgentStudio): void {
  offerPlatforms(server)
  if (mayCall(studio, ['posts.calendar', 'workspaces.list'])) offerCalendar(server, studio)
  if (mayCall(studio, ['posts.list', 'posts.get'])) offerPosts(server, studio)
  if (mayCall(studio, ['brand.get']))
    server.registerResource(
      'brand',
      'broadside://brand',
      { title: 'Brand', description: 'Who speaks, to whom, and how', mimeType: json },
      async (uri) => contents(uri, await studio.client.brand.get(), true),
    )
}

function offerPlatforms(server: McpServer): void {
  const template = new ResourceTemplate('broadside://platforms/{platform}', {
    list: () => ({
      resources: platformNames.map((platform) => ({
        uri: `broadside://platforms/${platform}`,
        name: platform,
        title: platformFacts(platform).name,
        mimeType: json,
      })),
    }),
    complete: { platform: (begun) => platformNames.filter((name) => name.startsWith(begun)) },
  })
  const described = {
    title: 'Platform rules',
    description: 'What a platform takes, ignores and charges',
    mimeType: json,
  }
  server.registerResource('platform', template, described, (uri, variables) => {
    const platform = one(variables, 'platform')
    if (!isSupported(platform))
      throw new Error(`There is no platform ${platform}. Known are ${platformNames.join(', ')}`)
    return contents(uri, platformFacts(platform), false)
  })
}

function offerCalendar(server: McpServer, { client }: AgentStudio): void {
  const week = async (uri: URL, day: Temporal.PlainDate | null) => {
    const [workspace] = await client.workspaces.list()
    const zone = workspace?.zone ?? 'UTC'
    const monday = mondayOf(day ?? Temporal.Now.plainDateISO(zone))
    const span = { from: startOf(monday, zone), to: startOf(monday.add({ days: 7 }), zone) }
    return contents(uri, { week: monday.toString(), zone, posts: await client.posts.calendar(span) }, true)
  }
  const described = { description: 'Posts planned in a week, from Monday', mimeType: json }
  server.registerResource('this-week', 'broadside://calendar', { title: 'This week', ...described }, (uri) =>
    week(uri, null),
  )
  const template = new ResourceTemplate('broadside://calendar/{day}', {
    list: undefined,
    complete: { day: (begun) => comingMondays().filter((day) => day.startsWith(begun)) },
  })
  server.registerResource('week', template, { title: 'The week of a day', ...described }, (uri, variables) =>
    week(uri, Temporal.PlainDate.from(one(variables, 'day'))),
  )
}

function offerPosts(server: McpServer, { client }: AgentStudio): void {
  const newest = async () => (await client.posts.list({ order: 'updated', limit: 50 })).items
  const template = new ResourceTemplate('broadside://posts/{id}', {
    list: async () => ({
      resources: (await newest()).map(({ id, title, firstLine, status, updatedAt }) => ({
        uri: `broadside://posts/${id}`,
        name: id,
        title: title || firstLine || id,
        description: status,
        mimeType: json,
        annotations: { lastModified: updatedAt },
      })),
    }),
    complete: {
      id: async (begun) => (await newest()).map(({ id }) => id as string).filter((id) => id.startsWith(begun)),
    },
  })
  const described = { title: 'Post', description: 'A post whole, with its deliveries', mimeType: json }
  server.registerResource('post', template, described, async (uri, variables) =>
    contents(uri, await client.posts.get({ id: PostId.parse(one(variables, 'id')) }), true),
  )
}

/** This week's Monday and those of the coming eleven weeks. */
export function comingMondays(): string[] {
  const monday = mondayOf(Temporal.Now.plainDateISO())
  return Array.from({ length: 12 }, (_, weeks) => monday.add({ weeks }).toString())
}

function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 })
}

function startOf(day: Temporal.PlainDate, zone: string): string {
  return day.toZonedDateTime(zone).toInstant().toString()
}

function one(variables: Variables, name: string): string {
  const value = variables[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

function contents(uri: URL, result: unknown, hasTexts: boolean): ReadResourceResult {
  const text = JSON.stringify({ ...(hasTexts && { note: textsAreData }), result })
  return { contents: [{ uri: uri.href, mimeType: json, text }] }
}
