import { expect } from '@playwright/test'
import { visit } from './host.ts'
import type { StageTest } from './run.ts'
import { makeStudio } from './studio.ts'

const hour = 3_600_000

/** What becomes of posts that were due while nothing ran. */
export function missed(test: StageTest): void {
  test('what was missed while nothing ran waits for a word, goes out once when told, and can be a draft again', async ({
    run,
    dataDir,
  }) => {
    const before = await run()
    const studio = await makeStudio(dataDir, { missed: { then: 'ask', withinMinutes: 0 } })
    const late = await studio.post('Half an hour late', { at: Date.now() + hour, title: 'Late' })
    const left = await studio.post('Too late to matter', { at: Date.now() + hour + 60_000, title: 'Stale' })
    await before.stop()

    const after = await run({ clockAhead: 2 * hour })
    const page = await after.look()
    await visit(page, '/today')
    const needs = page.getByRole('region', { name: 'Needs you' })
    await expect(needs.getByRole('listitem')).toHaveCount(2)
    expect(await studio.feed()).toEqual([])
    const item = (name: string) => needs.getByRole('listitem').filter({ hasText: name })
    await expect(item('Late')).toContainText('Missed')
    await item('Late').getByRole('button', { name: 'Publish now' }).click()
    await item('Stale').getByRole('button', { name: 'Skip it' }).click()
    await expect(needs.getByText('Nothing needs you.')).toBeVisible()
    await expect.poll(() => studio.statuses(late)).toEqual(['published'])
    expect(await studio.statuses(left)).toEqual(['canceled'])
    expect(await studio.feed()).toEqual(['Half an hour late'])

    await visit(page, `/posts?post=${left}`)
    const record = page.getByRole('complementary', { name: 'Post' })
    await record.getByRole('button', { name: /^Show what happened/ }).click()
    await record.getByRole('button', { name: 'Make it a draft again' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Make it a draft again' }).click()
    const history = record.getByRole('region', { name: 'Before it was a draft again' })
    await expect(history).toContainText('Canceled')
    expect(await studio.statuses(left)).toEqual([])

    await record.getByRole('tab', { name: 'Comments' }).click()
    await record.getByLabel('Say something about this post').fill('Too late for this one')
    await record.getByRole('button', { name: 'Add the comment' }).click()
    await expect(record.getByRole('listitem')).toHaveText(/^You.*Too late for this one$/)
  })

  test('within the time the workspace allows, it goes out late by itself, once', async ({ run, dataDir }) => {
    const before = await run()
    const studio = await makeStudio(dataDir, { missed: { then: 'publish', withinMinutes: 180 } })
    const post = await studio.post('An hour late', { at: Date.now() + hour })
    await before.stop()
    await run({ clockAhead: 2 * hour })
    await expect.poll(() => studio.statuses(post)).toEqual(['published'])
    expect(await studio.feed()).toEqual(['An hour late'])
  })
}
