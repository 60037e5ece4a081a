import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3'

/*
 * A real S3-compatible server: OpenStack Swift with its S3 API, from Debian's package python3-swift, as hosters run it. It checks signatures, digests,
 * the region, clocks and the life of presigned addresses by its own code. Whole and in memory of one process, on loopback, half a second to start.
 */

const python = '/usr/bin/python3'
const swift = '/usr/lib/python3/dist-packages/swift'

export interface S3Object {
  readonly type: string | undefined
  readonly bytes: Buffer
}

export interface S3 {
  readonly url: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Made, empty, private. */
  readonly bucket: string
  /** Every object of the bucket, by key. */
  keys(): Promise<string[]>
  object(key: string): Promise<S3Object>
  erase(key: string): Promise<void>
  /** From now on what is deleted stays as an old version. */
  keepVersions(): Promise<void>
  /** How many versions there are of all objects, those that are hidden included. */
  versions(): Promise<number>
  stop(): Promise<void>
}

/** Whether this machine has the package, so that a test can say by name why it does not run. */
export function s3Available(): boolean {
  return existsSync(python) && existsSync(swift)
}

export async function startS3(): Promise<S3> {
  const folder = await mkdtemp(join(tmpdir(), 's3-'))
  const keys = { accessKeyId: 'studio:broadside', secretAccessKey: 'not+a/real=secret-0123456789' }
  const child = spawn(python, [join(import.meta.dirname, 'serve.py'), folder, keys.accessKeyId, keys.secretAccessKey], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [port] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error('Swift stopped before it was ready'))),
  ])) as [string]
  const url = `http://127.0.0.1:${port}`
  const region = 'eu-test-1'
  const client = new S3Client({ endpoint: url, region, forcePathStyle: true, credentials: keys })
  const Bucket = 'media'
  await client.send(new CreateBucketCommand({ Bucket }))
  return {
    url,
    region,
    ...keys,
    bucket: Bucket,
    async keys() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
      return Contents.map(({ Key }) => Key ?? '')
    },
    async object(Key) {
      const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket, Key }))
      return { type: ContentType, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) }
    },
    async erase(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }))
    },
    async versions() {
      const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }))
      return Versions.length
    },
    async keepVersions() {
      await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
    },
    async stop() {
      client.destroy()
      child.stdin.end()
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}
