import { expect } from '@playwright/test'
import { Temporal } from 'temporal-polyfill'
import { hostTest as test, signIn, visit } from '../support/host.ts'
import { makeStudio } from '../support/studio.ts'

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

test('a time that does not exist is shown and meant an hour later', async ({ page, start, dataDir }) => {
  const host = await start()
  const studio = await makeStudio(dataDir)
  await signIn(page, host)
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

test('of an hour that comes twice both are shown, and told apart', async ({ page, start, dataDir }) => {
  const host = await start()
  const studio = await makeStudio(dataDir)
  const day = nextChange('back').toString()
  await studio.post('First', { title: 'First', at: Date.parse(`${day}T00:30:00Z`) })
  await studio.post('Second', { title: 'Second', at: Date.parse(`${day}T01:30:00Z`) })
  await signIn(page, host)
  await visit(page, `/calendar?view=day&date=${day}`)
  const column = page.locator(`[data-day="${day}"]`)
  await expect(column.getByRole('button', { name: /^02:30(?!.*2).*First/ })).toBeVisible()
  await expect(column.getByRole('button', { name: /^02:30.*2.*Second/ })).toBeVisible()
  await expect(column.getByText('Clocks go back: 02:00 to 03:00 comes twice')).toBeAttached()
})
