import { expect } from '@playwright/test'
import { desktopTest as test } from '../support/desktop.ts'
import { visit } from '../support/host.ts'
import { withoutNetwork } from '../support/no-network.ts'
import { makeStudio, type Studio } from '../support/studio.ts'

withoutNetwork(test)

/** What the studio has of the one post being written. */
async function savedText({ call }: Studio): Promise<string> {
  const { items } = await call<{ items: { firstLine: string }[] }>('GET', '/v1/posts')
  expect(items.length).toBeLessThanOrEqual(1)
  return items[0]?.firstLine ?? ''
}

test('typing without a pause is saved while it goes on, and what was saved is there after the program is killed', async ({
  dataDir,
  launch,
}) => {
  const first = await launch()
  const studio = await makeStudio(dataDir)
  await expect(first.page.getByRole('navigation').first()).toBeVisible()
  await visit(first.page, '/compose/new')
  const text = first.page.getByRole('textbox', { name: 'Text of part 1' })
  await text.focus()
  let typed = ''
  for (let saved = ''; saved.length < 40 && typed.length < 400; saved = await savedText(studio)) {
    await first.page.keyboard.type('so on ', { delay: 40 })
    typed += 'so on '
  }
  const safe = await savedText(studio)
  expect(safe.length).toBeGreaterThanOrEqual(40)
  await expect(text).toHaveValue(typed)
  const gone = first.app.waitForEvent('close')
  first.app.process().kill('SIGKILL')
  await gone

  await launch()
  const after = await savedText(studio)
  expect(after.startsWith(safe) && typed.startsWith(after)).toBe(true)
})

test('what was typed the moment before its page crashed is in the page that comes back, and saved', async ({
  dataDir,
  launch,
}) => {
  const { app, page } = await launch()
  const studio = await makeStudio(dataDir)
  await expect(page.getByRole('navigation').first()).toBeVisible()
  await visit(page, '/compose/new')
  const text = page.getByRole('textbox', { name: 'Text of part 1' })
  await text.fill('Written before')
  await expect.poll(() => savedText(studio)).toBe('Written before')
  await text.press('End')
  await page.keyboard.type(', and just now')
  expect(await savedText(studio)).toBe('Written before')
  await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const loaded = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(null)))
    contents?.forcefullyCrashRenderer()
    await loaded
  })
  // For Playwright a page that crashed stays so: what it shows is asked of the program.
  const shown = () =>
    app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
          `document.querySelector('textarea')?.value`,
        ) as Promise<string>,
    )
  await expect.poll(shown).toBe('Written before, and just now')
  await expect.poll(() => savedText(studio)).toBe('Written before, and just now')
})
