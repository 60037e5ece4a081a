import { expect, type Page } from '@playwright/test'
import { makeVideo, type VideoOptions } from '../../support/video.ts'
import { hostTest as test, signIn, visit } from '../support/host.ts'
import { makeStudio, type Studio } from '../support/studio.ts'

const webm: VideoOptions = { seconds: 2, width: 320, height: 180, fps: 30, codec: 'vp9', container: 'webm' }

/** A post with a film that the practice account does not take; returns its id and the film's. */
async function postWithFilm({ call, account }: Studio, options: VideoOptions) {
  const film = await call<{ id: string }>('POST', '/v1/assets', { path: await makeVideo(options), name: 'sea.webm' })
  const post = await call<{ id: string }>('POST', '/v1/posts', {
    parts: [{ text: 'The sea', media: [{ assetId: film.id, alt: null }] }],
    variants: [{ accountId: account }],
  })
  return { post: post.id, film: film.id }
}

const problems = (page: Page) => page.getByRole('region', { name: 'Before it goes' })
const mediaOf = async ({ call }: Studio, post: string) => {
  const { parts } = await call<{ parts: { media: { assetId: string }[] }[] }>('GET', `/v1/posts/${post}`)
  return parts[0]?.media.map(({ assetId }) => assetId)
}

test('a film that is not taken is converted where the problem stands, used at once, and put back by undo', async ({
  page,
  start,
  dataDir,
}) => {
  const host = await start()
  const studio = await makeStudio(dataDir)
  const { post, film } = await postWithFilm(studio, webm)
  await signIn(page, host)
  await visit(page, `/compose/${post}`)
  await expect(problems(page)).toContainText('1 problem')

  await problems(page).getByRole('button', { name: 'Convert for Practice' }).click()
  await expect(page.getByText('Practice gets the converted file')).toBeVisible()
  await expect(problems(page)).toContainText('nothing in the way')
  await expect.poll(() => mediaOf(studio, post)).not.toEqual([film])
  const [made = ''] = (await mediaOf(studio, post)) ?? []

  await page.getByRole('button', { name: 'Undo', exact: false }).click()
  await expect(problems(page)).toContainText('1 problem')
  await expect.poll(() => mediaOf(studio, post)).toEqual([film])

  await visit(page, `/media?asset=${made}`)
  await expect(page.getByText('Made from')).toBeVisible()
  await page
    .getByRole('button', { name: /^sea\.webm/ })
    .last()
    .click()
  await expect(page.getByRole('heading', { name: 'Conversions' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^sea\.mp4/ }).last()).toBeVisible()

  await page.getByRole('button', { name: 'Convert for' }).click()
  await page.getByRole('menuitem', { name: 'Practice' }).click()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'sea.mp4' })).toBeVisible()
})

test('a conversion shows how far it is, in place and in the rail, and stops when told', async ({
  page,
  start,
  dataDir,
}) => {
  const host = await start()
  const studio = await makeStudio(dataDir)
  const { post, film } = await postWithFilm(studio, { ...webm, seconds: 60, width: 640, height: 360 })
  await signIn(page, host)
  await visit(page, `/compose/${post}`)
  await problems(page).getByRole('button', { name: 'Convert for Practice' }).click()
  await expect(problems(page).getByRole('progressbar', { name: 'Converting' })).toBeVisible()
  await expect(page.getByRole('navigation').getByRole('progressbar', { name: 'Converting 1 file' })).toBeVisible()

  await problems(page).getByRole('button', { name: 'Stop converting' }).click()
  await expect(problems(page).getByRole('button', { name: 'Convert for Practice' })).toBeVisible()
  await expect(page.getByRole('navigation').getByRole('progressbar')).toBeHidden()
  expect(await mediaOf(studio, post)).toEqual([film])
  const { items } = await studio.call<{ items: { state: string }[] }>('GET', '/v1/jobs')
  expect(items.map(({ state }) => state)).toEqual(['canceled'])
})

test('without ffmpeg everything else works, and Settings says what to install', async ({ page, start, dataDir }) => {
  const host = await start({ env: { BROADSIDE_FFMPEG: '/nowhere/ffmpeg' } })
  const studio = await makeStudio(dataDir)
  const { post } = await postWithFilm(studio, webm)
  await signIn(page, host)
  await visit(page, `/compose/${post}`)
  await problems(page).getByRole('button', { name: 'Needs ffmpeg' }).click()
  await expect(page.getByRole('heading', { name: 'Converting video' })).toBeVisible()
  await expect(page.getByText('There is no ffmpeg on this machine')).toBeVisible()
  await expect(page.getByText('sudo apt install ffmpeg')).toBeVisible()
})
