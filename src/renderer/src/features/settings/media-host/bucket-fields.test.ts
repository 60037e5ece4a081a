import { expect, test } from 'vitest'
import { MediaHostInput } from '../../../../../contract/media-host.ts'
import { emptyBucket, fieldsOf, serviceOf, toInput, type BucketFields, type Service } from './bucket-fields.ts'

const entered = (more: Partial<BucketFields>): BucketFields => ({
  ...emptyBucket,
  bucket: 'media',
  accessKeyId: 'key',
  secretAccessKey: 'secret',
  ...more,
})

test.each([
  ['aws', { region: 'eu-central-1' }, 'https://s3.eu-central-1.amazonaws.com', 'eu-central-1', false],
  [
    'r2',
    { endpoint: 'https://abc123.r2.cloudflarestorage.com/' },
    'https://abc123.r2.cloudflarestorage.com',
    'auto',
    false,
  ],
  [
    'b2',
    { endpoint: 's3.us-west-004.backblazeb2.com' },
    'https://s3.us-west-004.backblazeb2.com',
    'us-west-004',
    false,
  ],
  [
    'other',
    { endpoint: 'https://minio.example.com', region: 'us-east-1' },
    'https://minio.example.com',
    'us-east-1',
    true,
  ],
] as const)('what %s asks for makes a whole address, which the studio takes and which is known again', (...row) => {
  const [service, fields, endpoint, region, pathStyle] = row
  const input = MediaHostInput.parse(toInput(service, entered(fields)))
  expect(input).toMatchObject({ kind: 's3', endpoint, region, pathStyle, secretAccessKey: 'secret' })
  if (input.kind !== 's3') throw new Error('no bucket')
  expect(serviceOf(input)).toBe(service)
})

test('a secret that is not entered is not sent, so that the sealed one stays', () => {
  const services: Service[] = ['aws', 'r2', 'b2', 'other']
  for (const service of services)
    expect(toInput(service, entered({ secretAccessKey: '' }))).not.toHaveProperty('secretAccessKey')
})

test('a bucket that is changed starts with what is there, without the secret', () => {
  const place = {
    kind: 's3',
    endpoint: 'https://minio.example.com',
    region: 'us-east-1',
    bucket: 'media',
    prefix: '',
    accessKeyId: 'key',
    pathStyle: true,
  } as const
  expect(fieldsOf(place)).toEqual({
    ...entered({ endpoint: place.endpoint, region: place.region }),
    prefix: '',
    secretAccessKey: '',
  })
})
