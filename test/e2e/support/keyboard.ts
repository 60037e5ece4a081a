import { expect, type Page } from '@playwright/test'
import { Temporal } from 'temporal-polyfill'
import { visit } from './host.ts'
import type { StageTest } from './run.ts'
import { makeStudio } from './studio.ts'

const zone = 'Europe/Berlin'
const inDays = (days: number, time: string) =>
  Temporal.Now.plainDateISO(zone).add({ days }).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds

/** Tab until the focus is on what is named; fails when it does not come. */
async function tabTo(page: Page, name: RegExp, role = 'button'): Promise<void> {
  const focused = page.locator(':focus')
  const target = page.getByRole(role as 'button', { name }).and(focused)
  for (let presses = 0; presses < 60; presses++) {
    if ((await target.count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${String(name)}`)
}

/** Everything a day needs, without a mouse. */
export function keyboardOnly(test: StageTest): void {
  test('a post is written, given a time and scheduled without a mouse', async ({ run, dataDir }) => {
    const host = await run()
    const studio = await makeStudio(dataDir)
    const page = await host.look()
    await expect(page.getByRole('navigation').first()).toBeVisible()
    await page.keyboard.press('n')
    await expect(page.getByRole('textbox', { name: 'Text of part 1' })).toBeFocused()
    await page.keyboard.type('By hand, on keys')
    await tabTo(page, /Practice/, 'checkbox')
    await page.keyboard.press('Space')
    await expect(page.getByRole('checkbox', { name: 'Goes to Practice' })).toBeFocused()
    await tabTo(page, /^(Date|Pick a date)/)
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await tabTo(page, /^Time$/, 'textbox')
    await page.keyboard.type('930')
    await page.keyboard.press('Control+Shift+S')
    await expect(page.getByText(/^Scheduled for .* 09:30$/)).toBeVisible()
    const { items } = await studio.call<{ items: { firstLine: string; status: string; when: { wallTime: string } }[] }>(
      'GET',
      '/v1/posts',
    )
    const day = Temporal.Now.plainDateISO(zone).add({ days: 7 }).toString()
    expect(items).toMatchObject([{ firstLine: 'By hand, on keys', status: 'scheduled' }])
    expect(items[0]?.when.wallTime).toContain(`${day}T09:30`)
  })

  test('a card is lifted, carried and put down by keys, and each step is said', async ({ run, dataDir }) => {
    const host = await run()
    const studio = await makeStudio(dataDir)
    const post = await studio.post('Carried', { title: 'Carried', at: inDays(3, '09:00') })
    const page = await host.look()
    const day = Temporal.Now.plainDateISO(zone).add({ days: 3 })
    await visit(page, `/calendar?view=month&date=${day.toString()}`)
    const card = page.getByRole('button', { name: /^09:00.*Carried/ })
    await card.focus()
    const said = page.locator('[aria-live=assertive]')
    await page.keyboard.press('m')
    await expect(said).toContainText('Lifted Carried')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(said).toContainText('Carried put down at')
    const to = `${day.add({ days: 8 }).toString()}T09:00`
    const wallTime = async () => {
      const { when } = await studio.call<{ when: { wallTime: string } }>('GET', `/v1/posts/${post}`)
      return when.wallTime.slice(0, 16)
    }
    await expect.poll(wallTime).toBe(to)
    await expect(card).toBeFocused()

    await page.keyboard.press('m')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Escape')
    await expect(said).toContainText('Carried stays where it was')
    expect(await wallTime()).toBe(to)
  })

  test('the table of posts is read, opened, chosen from and searched by keys', async ({ run, dataDir }) => {
    const host = await run()
    const studio = await makeStudio(dataDir)
    for (const [index, name] of ['Third', 'Second', 'First'].entries())
      await studio.post(`Words of ${name}`, { title: name, at: inDays(index + 2, '09:00') })
    const page = await host.look()
    await expect(page.getByRole('navigation').first()).toBeVisible()
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    const grid = page.getByRole('grid')
    await expect(grid.getByRole('row')).toHaveCount(4)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    const record = page.getByRole('complementary', { name: 'Post' })
    await expect(record.getByRole('heading', { name: 'Second' })).toBeVisible()
    await page.keyboard.press('j')
    await expect(record.getByRole('heading', { name: 'Third' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(record).toBeHidden()
    await page.keyboard.press('x')
    await expect(page.getByText('1 selected')).toBeVisible()
    await page.keyboard.press('Delete')
    await expect(grid.getByRole('row')).toHaveCount(3)
    await page.keyboard.press('Control+z')
    await expect(grid.getByRole('row')).toHaveCount(4)
    await page.keyboard.press('/')
    await page.keyboard.type('words of fir')
    await expect(grid.getByRole('row')).toHaveCount(2)
    await expect(grid.getByRole('row', { name: /First/ })).toBeVisible()
  })

  test('the palette reaches every view, and ? tells the keys', async ({ run, dataDir }) => {
    const host = await run()
    await makeStudio(dataDir)
    const page = await host.look()
    await expect(page.getByRole('navigation').first()).toBeVisible()
    for (const [typed, path] of [
      ['media', '/media'],
      ['calendar', '/calendar'],
      ['accounts', '/accounts'],
      ['automations', '/automations'],
      ['settings', '/settings'],
      ['posts', '/posts'],
      ['today', '/today'],
    ]) {
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('dialog')).toBeVisible()
      await page.keyboard.type(typed ?? '')
      await page.keyboard.press('Enter')
      await expect.poll(() => page.evaluate(() => location.hash)).toContain(path)
      await expect(page.getByRole('dialog')).toBeHidden()
    }
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  })
}
