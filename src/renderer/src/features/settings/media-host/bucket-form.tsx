import { useTranslation } from 'react-i18next'
import { Field, Input, SecretInput, Select, Switch } from '../../../ui/index.ts'
import { asked, services, type BucketFields, type Service } from './bucket-fields.ts'

interface BucketFormProps {
  readonly service: Service
  readonly fields: BucketFields
  /** A secret is sealed already: left empty, it stays. */
  readonly hasSecret: boolean
  readonly errors: Readonly<Record<string, string>>
  readonly onService: (service: Service) => void
  readonly onChange: (change: Partial<BucketFields>) => void
}

/** What a bucket needs, by service: only what does not follow from the rest. */
export function BucketForm({ service, fields, hasSecret, errors, onService, onChange }: BucketFormProps) {
  const { t } = useTranslation('mediaHost')
  const asks = asked[service]
  const text = (key: 'endpoint' | 'region' | 'bucket' | 'prefix' | 'accessKeyId') => (
    <Field label={t(key)} hint={hintOf(key)} error={errors[key]}>
      <Input
        mono
        name={key}
        value={fields[key]}
        placeholder={placeholderOf(key)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => onChange({ [key]: event.target.value })}
      />
    </Field>
  )
  const hintOf = (key: string) => {
    if (key === 'endpoint') return t(`endpointHint.${service}`)
    return key === 'prefix' ? t('prefixHint') : undefined
  }
  const placeholderOf = (key: string) =>
    key === 'endpoint' ? examples[service] : key === 'region' ? 'eu-central-1' : undefined
  return (
    <>
      <Field label={t('service')}>
        <Select
          value={service}
          options={services.map((value) => ({ value, label: t(`services.${value}`) }))}
          onChange={onService}
        />
      </Field>
      {asks.endpoint && text('endpoint')}
      <div className="st-row top">
        {text('bucket')}
        {asks.region && text('region')}
      </div>
      {text('accessKeyId')}
      <Field
        label={t('secretAccessKey')}
        hint={hasSecret ? t('secretStays') : t('secretHint')}
        error={errors['secretAccessKey']}
      >
        <SecretInput
          name="secretAccessKey"
          value={fields.secretAccessKey}
          onChange={(event) => onChange({ secretAccessKey: event.target.value })}
        />
      </Field>
      {text('prefix')}
      {asks.pathStyle && (
        <Switch checked={fields.pathStyle} onChange={(pathStyle) => onChange({ pathStyle })} hint={t('pathStyleHint')}>
          {t('pathStyle')}
        </Switch>
      )}
    </>
  )
}

const examples: Readonly<Record<Service, string>> = {
  aws: '',
  r2: 'https://0123456789abcdef.r2.cloudflarestorage.com',
  b2: 's3.us-west-004.backblazeb2.com',
  other: 'https://minio.example.com',
}
