import type { BucketPlace } from '../../contract/media-host.ts'
import { said } from '../../contract/sentences/index.ts'
import { HttpFailure } from '../http.ts'
import { failure, type StepFailure } from '../publishers/publisher.ts'
import { lasting, passing } from './host.ts'

/*
 * What the answers of an S3-compatible service mean. Codes: AWS, Amazon S3 API Reference, "Error responses", which R2, B2 and MinIO follow.
 */

interface Called {
  readonly place: BucketPlace
  /** The bucket as people know it. */
  readonly name: string
  /** The right the call needs, as policies name it: `s3:PutObject`. */
  readonly action: string
}

/** The client's error for an answer that was no success; HEAD has no body and so no code. */
interface Answered extends Error {
  readonly $metadata: { readonly httpStatusCode?: number }
  readonly Region?: string
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> }
}

export function isAnswer(error: unknown): error is Answered {
  return error instanceof Error && typeof (error as Partial<Answered>).$metadata?.httpStatusCode === 'number'
}

export function statusOf(error: unknown): number | undefined {
  return isAnswer(error) ? error.$metadata.httpStatusCode : undefined
}

export function meaningOf(error: unknown, { place, name, action }: Called): StepFailure {
  if (error instanceof HttpFailure) {
    const sentence = said('media_host_unreachable', { host: name })
    return { is: 'not_sent', failure: failure('network', sentence, `${error.code}: ${error.message}`) }
  }
  // The client could not read what answered: no XML, or other XML than S3's.
  if (!isAnswer(error)) return lasting(said('host_not_s3', { host: name }), error instanceof Error ? error.message : '')
  const status = error.$metadata.httpStatusCode ?? 0
  const words = [status, error.name, error.message].join(' ').slice(0, 300)
  switch (error.name) {
    case 'InvalidAccessKeyId':
      return lasting(said('host_wrong_key', { host: name }), words)
    case 'SignatureDoesNotMatch':
      return lasting(said('host_wrong_secret', { host: name }), words)
    case 'RequestTimeTooSkewed':
      return passing(said('host_clock_wrong', { host: name }), words)
    case 'NoSuchBucket':
      return lasting(said('host_no_bucket', { host: name, bucket: place.bucket }), words)
    case 'AuthorizationHeaderMalformed':
    case 'PermanentRedirect':
    case 'TemporaryRedirect':
    case 'IllegalLocationConstraintException':
      return lasting(otherRegion(error, name), words)
    case 'BadDigest':
    case 'XAmzContentSHA256Mismatch':
      return passing(said('media_host_failed', { host: name }), words)
    case 'SlowDown':
    case 'RequestTimeout':
      return passing(said('host_trouble', { host: name }), words)
  }
  if (status === 403) return lasting(said('host_not_allowed', { host: name, action }), words)
  if (status === 301 || status === 307) return lasting(otherRegion(error, name), words)
  if (status >= 500 || status === 429 || status === 408) return passing(said('host_trouble', { host: name }), words)
  // S3 names every refusal; what has no name came from something else that answers there.
  if (error.name === 'Unknown' || error.message === 'UnknownError')
    return lasting(said('host_not_s3', { host: name }), words)
  return lasting(said('media_host_failed', { host: name }), words)
}

function otherRegion({ Region, $response }: Answered, host: string) {
  const region = Region ?? $response?.headers?.['x-amz-bucket-region']
  return region ? said('host_wrong_region_known', { host, region }) : said('host_wrong_region', { host })
}
