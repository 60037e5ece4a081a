import { expect } from '@playwright/test'
import { Temporal } from 'temporal-polyfill'
import { visit } from './host.ts'
import type { StageTest } from './run.ts'
import { makeStudio } from './studio.ts'

const zone = 'Europe/Berlin'

/** The next day on which clocks in Berlin go forward or back: 28 March 2027 and 25 October 2026 or 31 October 2027. */
function nextChange(kind: 'forward' | 'back'): Temporal.PlainDate {
  let at = Temporal.Now.zonedDateTimeISO(zone).add({ days: 2 })
  for (;;) {
    const change = at.getTimeZoneTransition('next')
    if (!change) throw new Error('Berlin keeps its clocks for ever')
    const forward = change.offsetNanoseconds > change.subtract({ minutes: 1 }).offsetNanoseconds
    if (forward === (kind === 'forward')) return change.toPlainDate()
    at = change.add({ days: 1 })
  }
}

/** Days on which the clocks of a zone go forward or back. */
export function clockChanges(test: StageTest): void {
  test('a time that does not exist is shown and meant an hour later', async ({ run, dataDir }) => {
    const host = await run()
    const studio = await makeStudio(dataDir)
    const page = await host.look()
    const day = nextChange('forward')
    await visit(page, `/compose/new?wallTime=${day.toString()}T09:00&zone=${zone}&accounts=${studio.account}`)
    await page.getByRole('textbox', { name: 'Title' }).fill('In the gap')
    await page.getByRole('textbox', { name: 'Text of part 1' }).fill('Half past two, on a night without it')
    await page.getByRole('textbox', { name: 'Time', exact: true }).fill('02:30')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: /^Schedule for .* 03:30$/ }).click()
    await expect(page.getByText(/^Scheduled for .* 03:30$/)).toBeVisible()
    const { items } = await studio.call<{ items: { when: { at: string } }[] }>('GET', '/v1/posts')
    expect(items.map(({ when }) => Date.parse(when.at))).toEqual([Date.parse(`${day.toString()}T01:30:00Z`)])

    for (const view of ['day', 'week', 'month']) {
      await visit(page, `/calendar?view=${view}&date=${day.toString()}`)
      const column = page.locator(`[data-day="${day.toString()}"]`)
      await expect(column.getByRole('button', { name: /^03:30.*In the gap/ })).toBeVisible()
      if (view !== 'month')
        await expect(column.getByText('Clocks go forward: 02:00 to 03:00 does not exist')).toBeAttached()
    }
  })

  test('of an hour that comes twice both are shown, and told apart', async ({ run, dataDir }) => {
    const host = await run()
    const studio = await makeStudio(dataDir)
    const day = nextChange('back').toString()
    await studio.post('First', { title: 'First', at: Date.parse(`${day}T00:30:00Z`) })
    await studio.post('Second', { title: 'Second', at: Date.parse(`${day}T01:30:00Z`) })
    const page = await host.look()
    await visit(page, `/calendar?view=day&date=${day}`)
    const column = page.locator(`[data-day="${day}"]`)
    await expect(column.getByRole('button', { name: /^02:30(?!.*2).*First/ })).toBeVisible()
    await expect(column.getByRole('button', { name: /^02:30.*2.*Second/ })).toBeVisible()
    await expect(column.getByText('Clocks go back: 02:00 to 03:00 comes twice')).toBeAttached()
  })

  test('on the day itself each post goes out at its own moment, and none goes with another', async ({
    run,
    dataDir,
  }) => {
    const before = await run()
    const studio = await makeStudio(dataDir)
    const gap = nextChange('forward').toString()
    const twice = nextChange('back').toString()
    const moment = (day: string, utc: string) => Date.parse(`${day}T${utc}Z`)
    const make = async (title: string, due: number, when?: { wallTime: string; zone: string }) => {
      const id = await studio.post(title, { title, ...(when ? { when } : { at: due }) })
      return { title, due, id }
    }
    const inTheGap = await make('In the gap', moment(gap, '01:30'), { wallTime: `${gap}T02:30`, zone })
    const first = await make('First', moment(twice, '00:30'))
    const second = await make('Second', moment(twice, '01:30'))
    await before.stop()

    const out: string[] = []
    for (const { title, due, id } of [inTheGap, first, second].toSorted((one, other) => one.due - other.due)) {
      const day = await run({ clockAhead: due - 2_000 - Date.now() })
      await expect.poll(() => studio.statuses(id)).toEqual(['published'])
      const { deliveries } = await studio.call<{ deliveries: { publishedAt: string }[] }>('GET', `/v1/posts/${id}`)
      const late = Date.parse(deliveries[0]?.publishedAt ?? '') - due
      expect(late).toBeGreaterThanOrEqual(0)
      expect(late).toBeLessThan(60_000)
      out.unshift(title)
      expect(await studio.feed()).toEqual(out)
      if (id === first.id) {
        const page = await day.look()
        const programme = page.getByRole('list', { name: 'What goes out today' }).getByRole('listitem')
        await expect(programme).toHaveText([
          /^02:30.*First.*Published$/,
          /^02:\d\d$/,
          /^02:30, 2nd time.*Second.*Scheduled$/,
        ])
      }
      await day.stop()
    }
  })
}
