import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  ResourceTemplate,
  type McpServer,
  type ReadResourceResult,
  type Variables,
} from '@modelcontextprotocol/server'
import { ORPCError } from '@orpc/contract'
import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'
import { PostId } from '../../contract/vocabulary.ts'
import { textsAreData } from './answers.ts'
import { isSupported, platformFacts, platformNames } from './platform-facts.ts'
import { mayCall, type AgentStudio } from './studio.ts'

const json = 'application/json'

/** What an agent can read and a person can hand it: the calendar, posts, the brand, what each platform takes. */
export function offerResources(server: McpServer, studio: AgentStudio): void {
  offerPlatforms(server)
  if (mayCall(studio, ['posts.calendar', 'workspaces.get'])) offerCalendar(server, studio)
  if (mayCall(studio, ['posts.list', 'posts.get'])) offerPosts(server, studio)
  if (mayCall(studio, ['brand.get']))
    server.registerResource(
      'brand',
      'broadside://brand',
      { title: 'Brand', description: 'Who speaks, to whom, and how', mimeType: json },
      (uri) => contents(uri, () => studio.client.brand.get(), true),
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
    if (!isSupported(platform)) throw new ResourceNotFoundError(uri.href)
    return contents(uri, () => platformFacts(platform), false)
  })
}

function offerCalendar(server: McpServer, { client, workspaceId }: AgentStudio): void {
  const read = async (day: Temporal.PlainDate | null) => {
    const { zone } = await client.workspaces.get({ id: await workspaceId() })
    const monday = mondayOf(day ?? Temporal.Now.plainDateISO(zone))
    const span = { from: startOf(monday, zone), to: startOf(monday.add({ days: 7 }), zone) }
    return { week: monday.toString(), zone, posts: await client.posts.calendar(span) }
  }
  const described = { description: 'Posts planned in a week, from Monday', mimeType: json }
  server.registerResource('this-week', 'broadside://calendar', { title: 'This week', ...described }, (uri) =>
    contents(uri, () => read(null), true),
  )
  const template = new ResourceTemplate('broadside://calendar/{day}', {
    list: undefined,
    complete: { day: (begun) => comingMondays().filter((day) => day.startsWith(begun)) },
  })
  server.registerResource('week', template, { title: 'The week of a day', ...described }, (uri, variables) => {
    const day = one(variables, 'day')
    if (!z.iso.date().safeParse(day).success) throw new ResourceNotFoundError(uri.href)
    return contents(uri, () => read(Temporal.PlainDate.from(day)), true)
  })
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
  server.registerResource('post', template, described, (uri, variables) => {
    const id = PostId.safeParse(one(variables, 'id'))
    if (!id.success) throw new ResourceNotFoundError(uri.href)
    return contents(uri, () => client.posts.get({ id: id.data }), true)
  })
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

async function contents(uri: URL, read: () => unknown, hasTexts: boolean): Promise<ReadResourceResult> {
  try {
    const text = JSON.stringify({ ...(hasTexts && { note: textsAreData }), result: await read() })
    return { contents: [{ uri: uri.href, mimeType: json, text }] }
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error
    if (error.code === 'not_found') throw new ResourceNotFoundError(uri.href)
    throw new ProtocolError(ProtocolErrorCode.InternalError, error.message, { code: error.code })
  }
}
