import type { BucketPlace, MediaHostInput } from '../../../../../contract/media-host.ts'

/** Services whose addresses follow a rule, so that less has to be entered, and all others. */
export const services = ['aws', 'r2', 'b2', 'other'] as const
export type Service = (typeof services)[number]

/** What a person enters for a bucket. */
export interface BucketFields {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly prefix: string
  readonly accessKeyId: string
  /** Empty: the one that is sealed already. */
  readonly secretAccessKey: string
  readonly pathStyle: boolean
}

export const emptyBucket: BucketFields = {
  endpoint: '',
  region: '',
  bucket: '',
  prefix: 'broadside/',
  accessKeyId: '',
  secretAccessKey: '',
  pathStyle: true,
}

/** What is asked of a service; the rest follows from it. */
export const asked = {
  aws: { region: true, endpoint: false, pathStyle: false },
  r2: { region: false, endpoint: true, pathStyle: false },
  b2: { region: false, endpoint: true, pathStyle: false },
  other: { region: true, endpoint: true, pathStyle: true },
} as const satisfies Record<Service, object>

/** Where endpoint and region follow from what was entered. Sources: the services' own pages, named in docs/guide/media-host.md. */
export function toInput(service: Service, fields: BucketFields): MediaHostInput {
  const { secretAccessKey, ...rest } = fields
  const endpoint = withScheme(fields.endpoint)
  const place = { kind: 's3', ...rest, endpoint, ...(secretAccessKey !== '' && { secretAccessKey }) } as const
  switch (service) {
    case 'aws':
      return { ...place, endpoint: awsEndpoint(fields.region.trim()), pathStyle: false }
    case 'r2':
      return { ...place, region: 'auto', pathStyle: false }
    case 'b2':
      return { ...place, region: b2Region(endpoint), pathStyle: false }
    case 'other':
      return place
  }
}

/** The service a bucket is at. */
export function serviceOf({ endpoint, region }: Pick<BucketPlace, 'endpoint' | 'region'>): Service {
  if (endpoint === awsEndpoint(region)) return 'aws'
  if (endpoint.endsWith('.r2.cloudflarestorage.com')) return 'r2'
  return b2Region(endpoint) === '' ? 'other' : 'b2'
}

export function fieldsOf({ kind: _, ...place }: BucketPlace): BucketFields {
  return { ...place, secretAccessKey: '' }
}

const awsEndpoint = (region: string) => `https://s3.${region}.amazonaws.com`

/** `https://s3.us-west-004.backblazeb2.com` → `us-west-004`; empty where it is none. */
function b2Region(endpoint: string): string {
  return /^https:\/\/s3\.([a-z0-9-]+)\.backblazeb2\.com$/.exec(endpoint)?.[1] ?? ''
}

/** Some services show their endpoint without the scheme. */
function withScheme(endpoint: string): string {
  const text = endpoint.trim().replace(/\/+$/, '')
  return text === '' || /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`
}
