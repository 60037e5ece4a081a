import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChaosProxy, type ChaosProxy } from '../../../test/support/chaos-proxy.ts'
import { s3Available, startS3, type S3 } from '../../../test/support/s3/index.ts'
import type { BucketPlace } from '../../contract/media-host.ts'
import { systemClock, type Clock } from '../clock.ts'
import { createHttp, type Http } from '../http.ts'
import { StepFailed } from '../publishers/publisher.ts'
import type { HostFile } from './host.ts'
import { openBucket } from './s3.ts'

/** A bucket of a real S3-compatible server that checks every signature by its own code. */
let s3: S3
let http: Http
const folder = mkdtempSync(join(tmpdir(), 'broadside-s3-'))
const signal = new AbortController().signal

beforeAll(async () => {
  if (!s3Available()) return
  s3 = await startS3()
  http = createHttp()
})
afterAll(async () => {
  await http?.close()
  await s3?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const place = (more: Partial<BucketPlace> = {}): BucketPlace => ({
  kind: 's3',
  endpoint: s3.url,
  region: s3.region,
  bucket: s3.bucket,
  prefix: 'broadside/',
  accessKeyId: s3.accessKeyId,
  pathStyle: true,
  ...more,
})
const bucket = (more: Partial<BucketPlace> = {}, clock: Clock = systemClock, secret = s3.secretAccessKey) =>
  openBucket(place(more), secret, { http, clock })

function file(bytes = 5_000, type = 'image/jpeg'): HostFile & { content: Buffer } {
  const content = randomBytes(bytes)
  const path = join(folder, content.subarray(0, 8).toString('hex'))
  writeFileSync(path, content)
  return { path, type, bytes, sha256: createHash('sha256').update(content).digest('hex'), content }
}

/** What a call failed with: whether it may pass, which sentence, and its parameters. */
async function failureOf(work: Promise<unknown>) {
  const error = await work.then(
    () => new Error('it worked'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof StepFailed)) throw error
  const { is, failure } = error.outcome
  return { is, code: failure.code, says: failure.says, params: failure.params }
}

const signedAt = async (key: string, until: number) => (await bucket().sign?.(key, until)) ?? ''
const later = (ms: number): Clock => ({ ...systemClock, now: () => systemClock.now() + ms })

describe.runIf(s3Available())('a bucket', () => {
  test('keeps a file as it was, with its type, and gives an address that opens it without credentials', async () => {
    const one = file(3_000_000, 'video/mp4')
    const { url, until } = await bucket().put('broadside/film.mp4', one, signal)
    expect(until).toBeGreaterThan(systemClock.now() + 5.9 * 3_600_000)
    const answer = await http.request(url)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('video/mp4')
    expect(Buffer.compare(answer.bytes, one.content)).toBe(0)
  })

  test('opens nothing without the signature, nor with one that was changed', async () => {
    const { url } = await bucket().put('broadside/private.jpg', file(), signal)
    const status = async (address: string) => (await http.request(address)).status
    expect(await status(url.replace(/\?.*$/, ''))).toBeGreaterThanOrEqual(400)
    expect(await status(url.replace('private.jpg', 'film.mp4'))).toBe(403)
    expect(await status(url.replace('X-Amz-Expires=21600', 'X-Amz-Expires=604800'))).toBe(403)
  })

  test('gives an address that ends, and a new one for what still lies there', async () => {
    const one = file()
    await bucket().put('broadside/old.jpg', one, signal)
    const url = await signedAt('broadside/old.jpg', systemClock.now() - 1_000)
    expect(await http.request(url)).toMatchObject({ status: 403 })
    const renewed = await bucket().renew('broadside/old.jpg', signal)
    expect(await http.request(renewed?.url ?? '')).toMatchObject({ status: 200 })
  })

  test('signs the same address again for the same time', async () => {
    const until = systemClock.now() + 3_600_000
    const address = await signedAt('broadside/a.jpg', until)
    expect(await signedAt('broadside/a.jpg', until)).toBe(address)
    expect(await signedAt('broadside/a.jpg', until + 60_000)).not.toBe(address)
  })

  test('gives no address to what is not there', async () => {
    expect(await bucket().renew('broadside/nothing.jpg', signal)).toBeNull()
  })

  test('removes a file, and finds that fine where there is none', async () => {
    const { url } = await bucket().put('broadside/gone.jpg', file(), signal)
    expect(await bucket().remove('broadside/gone.jpg', signal)).toEqual({ keepsVersions: false })
    expect(await http.request(url)).toMatchObject({ status: 404 })
    expect(await s3.keys()).not.toContain('broadside/gone.jpg')
    await bucket().remove('broadside/gone.jpg', signal)
  })

  test('refuses bytes that are not those that were meant, and keeps nothing of them', async () => {
    const one = { ...file(), sha256: createHash('sha256').update('another').digest('hex') }
    expect(await failureOf(bucket().put('broadside/mixed-up.jpg', one, signal))).toMatchObject({ is: 'not_sent' })
    expect(await s3.keys()).not.toContain('broadside/mixed-up.jpg')
  })

  test('takes a file whose name and folder need escaping in a signature', async () => {
    const { url } = await bucket().put("broadside/a b+c(1)'ü.jpg", file(), signal)
    expect(await http.request(url)).toMatchObject({ status: 200 })
  })
})

describe.runIf(s3Available())('what is set up wrong is told for what it is', () => {
  const tried = (more: Partial<BucketPlace>, clock?: Clock, secret?: string) =>
    failureOf(bucket(more, clock, secret).put('broadside/x.jpg', file(), signal))

  test('a wrong secret', async () => {
    expect(await tried({}, systemClock, 'wrong')).toMatchObject({
      is: 'rejected',
      code: 'media_host',
      says: 'host_wrong_secret',
    })
  })

  test('a bucket that is not there', async () => {
    expect(await tried({ bucket: 'nowhere' })).toMatchObject({
      is: 'rejected',
      says: 'host_no_bucket',
      params: { bucket: 'nowhere' },
    })
  })

  test('another region, with the right one where the service says it', async () => {
    expect(await tried({ region: 'us-east-1' })).toMatchObject({
      is: 'rejected',
      says: 'host_wrong_region_known',
      params: { region: 'eu-test-1' },
    })
  })

  test.each([20, -20])('a clock that is %i minutes off, which may pass', async (minutes) => {
    expect(await tried({}, later(minutes * 60_000))).toMatchObject({ is: 'not_sent', says: 'host_clock_wrong' })
  })

  test('a key without the right: the right is named', async () => {
    const answer = await serve(403, '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>')
    expect(await tried({ endpoint: answer.url })).toMatchObject({
      is: 'rejected',
      says: 'host_not_allowed',
      params: { action: 's3:PutObject' },
    })
    await answer.stop()
  })

  test('an access key nobody knows', async () => {
    const answer = await serve(403, '<Error><Code>InvalidAccessKeyId</Code><Message>No such key</Message></Error>')
    expect(await tried({ endpoint: answer.url })).toMatchObject({ is: 'rejected', says: 'host_wrong_key' })
    await answer.stop()
  })

  test('a web page in place of the service', async () => {
    for (const status of [200, 404]) {
      const page = await serve(status, '<!doctype html><title>Console</title>', 'text/html')
      expect(await tried({ endpoint: page.url })).toMatchObject({ is: 'rejected', says: 'host_not_s3' })
      await page.stop()
    }
  })

  test('a service that asks for patience, fails, or does not answer: all may pass', async () => {
    const slow = await serve(503, '<Error><Code>SlowDown</Code><Message>Please reduce your rate</Message></Error>')
    expect(await tried({ endpoint: slow.url })).toMatchObject({ is: 'not_sent', says: 'host_trouble' })
    await slow.stop()
    expect(await tried({ endpoint: slow.url })).toMatchObject({
      is: 'not_sent',
      code: 'network',
      says: 'media_host_unreachable',
    })
  })

  test('no sentence and no words ever hold the secret', async () => {
    const error = await bucket({ region: 'us-east-1' })
      .put('broadside/x.jpg', file(), signal)
      .catch((thrown: unknown) => thrown)
    expect(JSON.stringify([error, (error as Error).message])).not.toContain(s3.secretAccessKey)
  })
})

describe.runIf(s3Available())('on a bad line', () => {
  let proxy: ChaosProxy
  beforeAll(async () => {
    proxy = await startChaosProxy(s3.url)
  })
  afterAll(() => proxy?.stop())
  const put = { method: 'PUT' }

  test('an upload whose answer is lost may be sent again, and there is one object', async () => {
    const host = bucket({ endpoint: proxy.url })
    const one = file()
    proxy.plan.next(put, { kind: 'drop_after' })
    expect(await failureOf(host.put('broadside/lost.jpg', one, signal))).toMatchObject({ is: 'not_sent' })
    const { url } = await host.put('broadside/lost.jpg', one, signal)
    expect(Buffer.compare((await http.request(url)).bytes, one.content)).toBe(0)
    expect((await s3.keys()).filter((key) => key.includes('lost'))).toHaveLength(1)
  })

  test('one that is stopped ends at once, as what it is', async () => {
    const stop = new AbortController()
    proxy.plan.next(put, { kind: 'stall', done: false })
    const work = bucket({ endpoint: proxy.url }).put('broadside/stopped.jpg', file(), stop.signal)
    setTimeout(() => stop.abort(), 100)
    await expect(work).rejects.not.toBeInstanceOf(StepFailed)
  })
})

describe.runIf(s3Available())('a bucket that keeps versions', () => {
  let other: S3
  beforeEach(async () => {
    other = await startS3()
    return () => other.stop()
  })

  const versioned = (endpoint = other.url) =>
    openBucket({ ...place(), endpoint }, other.secretAccessKey, { http, clock: systemClock })

  test('keeps none of a file that is removed, however often it was uploaded', async () => {
    await other.keepVersions()
    const one = file()
    await versioned().put('broadside/kept.jpg', one, signal)
    const { url } = await versioned().put('broadside/kept.jpg', one, signal)
    expect(await other.versions()).toBe(2)
    expect(await versioned().remove('broadside/kept.jpg', signal)).toEqual({ keepsVersions: false })
    expect(await http.request(url)).toMatchObject({ status: 404 })
    expect(await other.versions()).toBe(0)
  })

  test('says so where the key may hide a file, but not remove a version of it', async () => {
    await other.keepVersions()
    const forbidding = await forbid(
      other.url,
      ({ method, url = '' }) => method === 'DELETE' && url.includes('versionId='),
    )
    await versioned(forbidding.url).put('broadside/kept.jpg', file(), signal)
    expect(await versioned(forbidding.url).remove('broadside/kept.jpg', signal)).toEqual({ keepsVersions: true })
    expect(await other.keys()).toEqual([])
    await forbidding.stop()
  })
})

/** Passes everything on but what a key has no right to. */
async function forbid(target: string, isForbidden: (request: IncomingMessage) => boolean) {
  const denied = '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
  return listen((incoming, outgoing) => {
    if (isForbidden(incoming)) {
      incoming.resume()
      return outgoing.writeHead(403, { 'content-type': 'application/xml' }).end(denied)
    }
    const onward = request(new URL(incoming.url ?? '/', target), { method: incoming.method, headers: incoming.headers })
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
}

/** Something that answers everything the same. */
function serve(status: number, body: string, type = 'application/xml') {
  return listen((incoming, outgoing) =>
    incoming.resume().on('end', () => outgoing.writeHead(status, { 'content-type': type }).end(body)),
  )
}

async function listen(answer: RequestListener) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  }
}
