import { expect } from '@playwright/test'
import { callOwner } from './owner.ts'
import type { StageTest } from './run.ts'

/** The first minute. */
export function firstRun(test: StageTest): void {
  test('from nothing to a published practice post, by keyboard alone', async ({ run, dataDir }) => {
    const page = await (await run()).look()
    const keys = page.keyboard
    let presses = 0
    const press = async (key: string) => {
      presses += 1
      await keys.press(key)
    }
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
    await keys.type('Fernweh Coffee')
    await press('Enter')
    await expect(page.getByRole('button', { name: 'Write a practice post' })).toBeFocused()
    await press('Enter')
    const text = page.getByRole('textbox', { name: 'Text of the practice post' })
    await expect(text).toBeFocused()
    await keys.type('Our first proof')
    await expect(text).toHaveValue('Our first proof')
    await press('Control+Enter')
    await expect(page.getByRole('heading', { name: 'The proof is good.' })).toBeVisible()
    // A step more than these is a step too many for the first minute.
    expect(presses).toBe(3)

    const [workspace] = await callOwner<{ id: string; name: string; zone: string }[]>(dataDir, 'GET', '/v1/workspaces')
    expect(workspace).toMatchObject({ name: 'Fernweh Coffee', zone: 'Europe/Berlin' })
    const { items } = await callOwner<{ items: { text: string }[] }>(dataDir, 'GET', '/v1/practice/posts', {
      workspace: workspace?.id ?? '',
    })
    expect(items.map((post) => post.text)).toEqual(['Our first proof'])

    await keys.press('Tab')
    await keys.press('Enter')
    const record = page.getByRole('complementary', { name: 'Post' })
    await expect(record.getByText('Published').first()).toBeVisible()
  })
}
