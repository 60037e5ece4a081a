import { createReadStream } from 'node:fs'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { BucketPlace } from '../../contract/media-host.ts'
import { said } from '../../contract/sentences/index.ts'
import { systemClock, type Clock, type Instant } from '../clock.ts'
import type { Http } from '../http.ts'
import { StepFailed } from '../publishers/publisher.ts'
import { lasting, patienceMs, type Address, type Host } from './host.ts'
import { s3Handler } from './s3-handler.ts'
import { meaningOf, statusOf } from './s3-outcome.ts'

/** SigV4 allows seven days. Platforms fetch within minutes; a queue that waits longer asks for a new address. */
const addressMs = 6 * 3_600_000
/** A file is uploaded again only where an answer was lost. */
const mostUploads = 50

interface Means {
  readonly http: Http
  readonly clock: Clock
}

/**
 * A bucket of any S3-compatible service. Objects get no ACL and stay as private as the bucket is; only a presigned address opens one.
 * The client reads no settings of this machine (`~/.aws`, environment) and tries nothing twice: whoever calls decides.
 */
export function openBucket(place: BucketPlace, secretAccessKey: string, means: Means): Host {
  const { bucket: Bucket } = place
  const name = bucketName(place)
  /** What a call threw, as StepFailed. What we stopped ourselves stays as it is: it says nothing about the bucket. */
  const failing = (action: string, signal: AbortSignal) => (error: unknown) => {
    throw signal.aborted ? error : new StepFailed(meaningOf(error, { place, name, action }))
  }
  const client = (timeoutMs: number) => newClient(place, secretAccessKey, means, timeoutMs)

  const sign = (key: string, until: Instant) =>
    getSignedUrl(client(patienceMs.call), new GetObjectCommand({ Bucket, Key: key }), {
      expiresIn: addressMs / 1_000,
      signingDate: new Date(until - addressMs),
    })
  async function fresh(key: string): Promise<Address> {
    const until = means.clock.now() + addressMs
    return { url: await sign(key, until), until }
  }

  return {
    name,
    sign,
    async put(key, file, signal) {
      const body = createReadStream(file.path)
      const command = new PutObjectCommand({
        Bucket,
        Key: key,
        Body: body,
        ContentLength: file.bytes,
        ContentType: file.type,
      })
      // The service compares it with what arrives.
      command.middlewareStack.add(
        (next) => (args) => {
          ;(args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = file.sha256
          return next(args)
        },
        { step: 'build', name: 'knownDigest' },
      )
      const { ETag } = await client(patienceMs.upload)
        .send(command, { abortSignal: signal })
        .catch(failing('s3:PutObject', signal))
        .finally(() => body.destroy())
      // A web page may answer 200 to anything.
      if (ETag === undefined) throw new StepFailed(lasting(said('host_not_s3', { host: name })))
      return fresh(key)
    },
    async renew(key, signal) {
      // Only we know the key, and what lies there was compared when it was put.
      return (await lookUp(key, signal)).is === 'there' ? fresh(key) : null
    },
    async remove(key, signal) {
      // A bucket that keeps versions keeps one for each upload, and without the newest an older one shows again: each is removed by its number.
      for (let uploads = 0; uploads < mostUploads; uploads++) {
        const found = await lookUp(key, signal)
        if (found.is === 'absent') return { keepsVersions: false }
        if (found.is === 'unclear' || found.version === undefined) break
        if (!(await removeVersion(key, found.version, signal))) break
      }
      const answer = await client(patienceMs.call)
        .send(new DeleteObjectCommand({ Bucket, Key: key }), { abortSignal: signal })
        .catch(failing('s3:DeleteObject', signal))
      return { keepsVersions: answer.DeleteMarker === true }
    },
  }

  /** Whether something lies under a key. Without the right to list a bucket, what is missing is answered with 403, as what is forbidden is. */
  async function lookUp(
    key: string,
    signal: AbortSignal,
  ): Promise<{ is: 'there'; version: string | undefined } | { is: 'absent' } | { is: 'unclear' }> {
    try {
      const { VersionId } = await client(patienceMs.call).send(new HeadObjectCommand({ Bucket, Key: key }), {
        abortSignal: signal,
      })
      return { is: 'there', version: VersionId === 'null' ? undefined : VersionId }
    } catch (error) {
      if (statusOf(error) === 404) return { is: 'absent' }
      return statusOf(error) === 403 ? { is: 'unclear' } : failing('s3:GetObject', signal)(error)
    }
  }

  /** False where the key may not: then the file is only hidden. */
  async function removeVersion(Key: string, VersionId: string, signal: AbortSignal): Promise<boolean> {
    const command = new DeleteObjectCommand({ Bucket, Key, VersionId })
    return client(patienceMs.call)
      .send(command, { abortSignal: signal })
      .then(() => true)
      .catch((error: unknown) => (statusOf(error) === 403 ? false : failing('s3:DeleteObjectVersion', signal)(error)))
  }
}

/** `media (s3.eu-central-1.amazonaws.com)` */
export function bucketName({ bucket, endpoint }: Pick<BucketPlace, 'bucket' | 'endpoint'>): string {
  return `${bucket} (${new URL(endpoint).host})`
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

function newClient(place: BucketPlace, secretAccessKey: string, { http, clock }: Means, timeoutMs: number): S3Client {
  return new S3Client({
    endpoint: place.endpoint,
    region: place.region,
    forcePathStyle: place.pathStyle,
    credentials: { accessKeyId: place.accessKeyId, secretAccessKey },
    requestHandler: s3Handler(http, timeoutMs),
    systemClockOffset: clock.now() - systemClock.now(),
    // A client lives for one call, so that no clock is put right in silence: a wrong one is told.
    disableClockSkewCorrection: false,
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    // Checksums in trailers are AWS's alone; the digest in the signature serves everywhere.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    useArnRegion: false,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    disableS3ExpressSessionAuth: true,
    disableMultiregionAccessPoints: true,
    authSchemePreference: ['aws.auth#sigv4'],
    sigv4aSigningRegionSet: [],
    userAgentAppId: 'broadside',
    // What goes wrong is told by whoever called, in sentences; the client's own remarks would go to the console.
    logger: silent,
  })
}
