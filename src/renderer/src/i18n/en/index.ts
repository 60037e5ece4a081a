import { accounts } from './accounts.ts'
import { aiDesk } from './ai-desk.ts'
import { aiSettings } from './ai-settings.ts'
import { app } from './app.ts'
import { automations } from './automations.ts'
import { brand } from './brand.ts'
import { cadence } from './cadence.ts'
import { calendar } from './calendar.ts'
import { compose } from './compose.ts'
import { deliveries } from './deliveries.ts'
import { errors } from './errors.ts'
import { firstRun } from './first-run.ts'
import { making } from './making.ts'
import { media } from './media.ts'
import { mediaHost } from './media-host.ts'
import { platforms } from './platforms.ts'
import { posts } from './posts.ts'
import { problems } from './problems.ts'
import { settings } from './settings.ts'
import { today } from './today.ts'
import { ui } from './ui.ts'

/** Every namespace in English, the language the keys are typed by. */
export const en = {
  ui,
  app,
  errors,
  platforms,
  problems,
  compose,
  today,
  calendar,
  posts,
  deliveries,
  media,
  mediaHost,
  accounts,
  automations,
  settings,
  aiDesk,
  aiSettings,
  brand,
  making,
  cadence,
  firstRun,
}
