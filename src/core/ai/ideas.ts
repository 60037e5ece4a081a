import * as z from 'zod'
import type { Brand } from '../../contract/ai/brand.ts'
import { ContentType, type TextTask } from '../../contract/ai/tasks.ts'
import type { When } from '../../contract/posts.ts'
import { Temporal } from 'temporal-polyfill'
import { toWhen, type Slots } from '../scheduling/slots.ts'
import { resolveWallTime, wallTimeAt } from '../scheduling/wall-time.ts'
import { calendarPosts } from '../store/posts-list.ts'
import { takenTimes } from '../store/schedule.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import type { Plan } from './plan.ts'
import { toPlain } from './plain.ts'
import type { Material } from './prompts.ts'

const weekMs = 7 * 86_400_000

const Ideas = z.object({
  ideas: z.array(z.object({ topic: z.string(), angle: z.string(), pillar: z.string(), contentType: ContentType })),
})

/** Ideas for the gaps of seven days, in the order of the gaps. What stands in the calendar around them is told, so that nothing is said twice. */
export function planIdeas(
  context: WorkspaceContext,
  slots: Slots,
  task: Extract<TextTask, { task: 'ideas' }>,
  brand: Brand,
  language: string,
): Plan {
  const from = task.from === undefined ? context.clock.now() : Date.parse(task.from)
  const gaps = gapsOf(context, slots, from).slice(0, task.count)
  const around = calendarPosts(context.store.read, { from: from - weekMs, to: from + weekMs }, 60)
  const material: Material[] = [
    ...(task.about === undefined ? [] : [{ name: 'about' as const, text: task.about }]),
    ...(around.length === 0
      ? []
      : [
          {
            name: 'recent posts' as const,
            text: around
              .slice(-40)
              .map((post) => firstLine(post))
              .join('\n'),
          },
        ]),
  ]
  return {
    ...{ is: 'list', means: 'text', about: {}, name: 'ideas', schema: Ideas },
    prompt: {
      task: [
        `Find ${task.count} ideas for posts, each on another matter, one for each time: ${gaps.map(({ wallTime }) => weekdayOf(wallTime)).join(', ') || 'any day'}.`,
        'A topic is one sentence that a post could be written from; an angle says what makes it worth reading.',
        ...(brand.pillars.length > 0
          ? ['Each belongs to one of the pillars, named to the letter; spread them evenly.']
          : []),
        ...(around.length > 0 ? ['Repeat nothing of the recent posts.'] : []),
      ],
      material,
      ...{ language, measure: null, answer: 'json' },
      shape:
        '{"ideas": [{"topic": string, "angle": string, "pillar": string, "contentType": "educational" | "personal" | "business" | "inspirational" | "news"}]}',
    },
    read(value, last) {
      const { ideas } = Ideas.parse(value)
      if (ideas.length === 0) return { wrong: 'There is no idea.' }
      if (ideas.length < task.count && !last) return { wrong: `There must be ${task.count} ideas.` }
      return {
        answer: {
          task: 'ideas',
          ideas: ideas.slice(0, task.count).map((idea, index) => ({
            topic: toPlain(idea.topic),
            angle: toPlain(idea.angle),
            pillar: brand.pillars.find((pillar) => pillar.toLowerCase() === idea.pillar.trim().toLowerCase()) ?? '',
            contentType: idea.contentType,
            when: gaps[index] ?? null,
          })),
        },
      }
    },
  }
}

/** Free queue times; where the workspace has none, noon of days on which nothing is planned. */
function gapsOf({ store, settings }: WorkspaceContext, slots: Slots, from: number): When[] {
  const to = from + weekMs
  const free = slots.free(from, to)
  if (free.length > 0 || slots.list().length > 0) return free.map(toWhen)
  const { zone } = settings()
  const busy = new Set(takenTimes(store.read, from, to, null).map(({ at }) => wallTimeAt(at, zone).slice(0, 10)))
  const first = Temporal.PlainDate.from(wallTimeAt(from, zone).slice(0, 10))
  return Array.from({ length: 8 }, (_, day) => first.add({ days: day }).toString())
    .filter((date) => !busy.has(date))
    .map((date) => ({ at: resolveWallTime(`${date}T12:00`, zone), wallTime: `${date}T12:00`, zone }))
    .filter(({ at }) => at > from && at < to)
    .map(toWhen)
}

const weekdayOf = (wallTime: string) =>
  Temporal.PlainDateTime.from(wallTime).toLocaleString('en', { weekday: 'long', day: 'numeric', month: 'long' })

const firstLine = ({ title, text }: { title: string; text: string }) =>
  (title || text.split('\n')[0] || '').slice(0, 200)
