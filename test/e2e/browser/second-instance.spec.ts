import { expect } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hostTest as test, runHost, signIn } from '../support/host.ts'
import { readOwner } from '../support/owner.ts'
import { makeStudio } from '../support/studio.ts'

test('a second start hands over to the first, with a fresh link, and schedules nothing itself', async ({
  page,
  start,
  dataDir,
}) => {
  const first = await start()
  const studio = await makeStudio(dataDir)
  const owner = await readOwner(dataDir)
  const post = await studio.post('Once', { at: Date.now() + 4_000 })
  const [second, third] = await Promise.all([runHost(dataDir), runHost(dataDir)])
  for (const { code, output } of [second, third]) {
    expect(output).toContain(`Broadside runs already at ${first.url}`)
    expect(code).toBe(0)
  }
  expect(await readOwner(dataDir)).toEqual(owner)
  const link = /Sign in once with (\S+)/.exec(second.output)?.[1] ?? ''
  expect(link).not.toBe(first.link)
  await signIn(page, { link })
  await expect(page.getByRole('navigation').first()).toBeVisible()
  await expect.poll(() => studio.statuses(post)).toEqual(['published'])
  expect(await studio.feed()).toEqual(['Once'])
})

test('a host that was killed leaves nothing in the way of the next', async ({ start, dataDir }) => {
  const first = await start()
  const studio = await makeStudio(dataDir)
  const post = await studio.post('After the crash', { at: Date.now() + 2_000 })
  process.kill(first.pid, 'SIGKILL')
  await first.stop()
  expect(JSON.parse(await readFile(join(dataDir, 'host.json'), 'utf8'))).toMatchObject({ pid: first.pid })
  const second = await start()
  expect((await readOwner(dataDir)).url).toBe(second.url)
  await expect.poll(() => studio.statuses(post)).toEqual(['published'])
  expect(await studio.feed()).toEqual(['After the crash'])
})
