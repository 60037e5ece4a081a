import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { createUpdater, offUpdater, type UpdateSource } from './updater.ts'

const quiet = { info() {}, warn() {}, error() {} }

class Feed extends EventEmitter implements UpdateSource {
  autoDownload = false
  autoInstallOnAppQuit = false
  logger: unknown = console
  checks = 0
  installed = 0
  answer: () => void = () => this.emit('update-not-available', {})
  async checkForUpdates() {
    this.checks++
    this.emit('checking-for-update')
    this.answer()
  }
  quitAndInstall() {
    this.installed++
  }
}

function start() {
  const feed = new Feed()
  const seen: string[] = []
  const updater = createUpdater({ source: feed, log: quiet, onChange: (state) => seen.push(state.state) })
  return { feed, seen, updater }
}

test('an update is found, fetched and installed only when it is there', async () => {
  const { feed, seen, updater } = start()
  feed.answer = () => {
    feed.emit('update-available', { version: '2.0.0' })
    feed.emit('download-progress', { percent: 41.7 })
  }
  expect(await updater.check()).toEqual({ state: 'available', version: '2.0.0', percent: 42 })
  updater.install()
  expect(feed.installed).toBe(0)
  feed.emit('update-downloaded', { version: '2.0.0' })
  updater.install()
  expect(feed.installed).toBe(1)
  expect(seen).toEqual(['checking', 'available', 'available', 'downloaded'])
  updater.stop()
})

test('looking again while an update is being fetched does not start over', async () => {
  const { feed, updater } = start()
  feed.answer = () => feed.emit('update-available', { version: '2.0.0' })
  await updater.check()
  await updater.check()
  expect(feed.checks).toBe(1)
  updater.stop()
})

test('a feed that cannot be reached is told, and asked again later', async () => {
  const { feed, seen, updater } = start()
  feed.checkForUpdates = () => Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED'))
  expect(await updater.check()).toEqual({ state: 'error', message: 'net::ERR_INTERNET_DISCONNECTED' })
  feed.checkForUpdates = Feed.prototype.checkForUpdates
  expect(await updater.check()).toEqual({ state: 'none' })
  expect(seen).toEqual(['error', 'checking', 'none'])
  updater.stop()
})

test('in development nothing is looked for', async () => {
  const updater = offUpdater('development')
  expect(await updater.check()).toEqual({ state: 'off', why: 'development' })
})
