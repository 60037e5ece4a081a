import { expect, type Page } from '@playwright/test'
import { callOwner } from './owner.ts'
import { visit } from './host.ts'

/** A view, or a state of one, as it is looked at: by its name, and how to get there. */
export interface Sight {
  readonly name: string
  readonly path: `/${string}`
  /** Something in it that is there only once it is drawn. */
  readonly ready: (page: Page) => Promise<void>
  /** Ends what would stand over the next one. */
  readonly leave?: (page: Page) => Promise<void>
}

interface Found {
  readonly items: { id: string; title: string; name: string }[]
}

const sections = [
  'workspace',
  'queue',
  'mediaHost',
  'ai',
  'brand',
  'cadence',
  'aiUsage',
  'look',
  'window',
  'vault',
  'data',
  'about',
] as const
const modes = ['month', 'week', 'day', 'agenda'] as const
const closeDialog = async (page: Page) => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}

/** Every view over the sample workspace, each with content: what is open beside it, and what opens over it. */
export async function everySight(dataDir: string): Promise<Sight[]> {
  const [workspace] = await callOwner<{ id: string }[]>(dataDir, 'GET', '/v1/workspaces')
  const ask = <T>(path: string) => callOwner<T>(dataDir, 'GET', path, { workspace: workspace?.id ?? '' })
  const { items: posts } = await ask<Found>('/v1/posts?limit=100')
  const { items: files } = await ask<Found>('/v1/assets')
  const accounts = await ask<{ id: string }[]>('/v1/accounts')
  const post = (title: string) => posts.find((one) => one.title === title)?.id ?? ''
  const shows = (selector: string) => (page: Page) => expect(page.locator(selector).first()).toBeVisible()
  const record = '.insp h2'
  return [
    { name: 'today', path: '/today', ready: shows('.need') },
    {
      name: 'compose',
      path: `/compose/${post('Bensa is back')}`,
      ready: shows('.cp-part .tile img, .cp-part .tile .thumb'),
    },
    ...modes.map((mode): Sight => ({
      name: `calendar-${mode}`,
      path: `/calendar?view=${mode}`,
      ready: shows('[data-post]'),
    })),
    { name: 'calendar-unscheduled', path: '/calendar?view=month&side=unscheduled', ready: shows(record) },
    { name: 'posts', path: '/posts', ready: shows('[role=grid] tbody tr') },
    { name: 'posts-record', path: `/posts?post=${post('Cupping Saturday')}`, ready: shows('.insp .dlv .in') },
    { name: 'media', path: '/media', ready: shows('main img') },
    { name: 'media-file', path: `/media?asset=${files[0]?.id ?? ''}`, ready: shows(record) },
    { name: 'media-make', path: '/media?make=image', ready: shows('.insp .note') },
    { name: 'accounts', path: '/accounts', ready: shows('main h2') },
    { name: 'accounts-platforms', path: '/accounts?connect=pick', ready: shows('.insp nav button') },
    { name: 'accounts-connect', path: '/accounts?connect=bluesky', ready: shows('.insp form') },
    { name: 'accounts-app', path: '/accounts?connect=x', ready: shows('.insp [name=clientId]') },
    { name: 'accounts-account', path: `/accounts?account=${accounts[0]?.id ?? ''}`, ready: shows(record) },
    { name: 'automations', path: '/automations', ready: shows('.face h2') },
    { name: 'automations-key', path: '/automations?section=keys&make=key', ready: shows('.insp form') },
    { name: 'automations-webhook', path: '/automations?section=webhooks&make=hook', ready: shows('.insp form') },
    { name: 'automations-connect', path: '/automations?section=connect', ready: shows('.au-snippet') },
    ...sections.map((section): Sight => ({
      name: `settings-${section}`,
      path: `/settings?section=${section}`,
      ready: shows('.st-sheet h2'),
    })),
    { name: 'first-run', path: '/welcome', ready: shows('.fr-sheet') },
    {
      name: 'palette',
      path: '/today',
      ready: async (page) => {
        await page.keyboard.press('Control+k')
        await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible()
      },
      leave: closeDialog,
    },
    {
      name: 'keys',
      path: '/calendar?view=week',
      ready: async (page) => {
        await shows('[data-post]')(page)
        await page.keyboard.press('?')
        await expect(page.getByRole('dialog')).toBeVisible()
      },
      leave: closeDialog,
    },
  ]
}

/** Goes there and waits until it is drawn. */
export async function see(page: Page, sight: Sight): Promise<void> {
  await visit(page, sight.path)
  await sight.ready(page)
  await drawn(page)
}

/** Waits for what a page fetches to be drawn: fonts, and the pictures in sight. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'))
}
