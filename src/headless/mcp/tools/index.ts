import type { Tool } from '../tool.ts'
import { aiTools } from './ai.ts'
import { libraryTools } from './library.ts'
import { postTools } from './posts.ts'
import { publishingTools } from './publishing.ts'
import { scheduleTools } from './schedules.ts'

/** Everything an agent can be offered, in the order it is listed. */
export const tools: readonly Tool[] = [...postTools, ...publishingTools, ...scheduleTools, ...libraryTools, ...aiTools]
