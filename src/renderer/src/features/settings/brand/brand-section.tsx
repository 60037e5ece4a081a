import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Brand } from '../../../../../contract/ai/brand.ts'
import { describeError } from '../../../lib/errors.ts'
import { useStudio, useWorkspace } from '../../../lib/studio.ts'
import { ErrorState, Field, Input, Note, SectionHead, Skeleton, TextArea } from '../../../ui/index.ts'
import { isBlank, type BrandText } from './brand-fields.ts'
import { LanguageField } from './language-field.tsx'
import { Samples } from './samples.tsx'
import { TryBox } from './try-box.tsx'
import { useBrand } from './use-brand.ts'
import './brand.css'

/** Who speaks, to whom, and how: what every text of the AI is grounded in. Each field is saved when it is left. */
export function BrandSection() {
  const { t } = useTranslation('brand')
  const { name } = useWorkspace()
  const studio = useStudio()
  const brand = useQuery(studio.brand.get.queryOptions())
  return (
    <>
      <SectionHead>{t('title')}</SectionHead>
      <p className="soft">{t('what', { name })}</p>
      {brand.isError && <ErrorState title={t('failed')} error={brand.error} onRetry={() => void brand.refetch()} />}
      {brand.isPending && <Skeleton rows={8} />}
      {brand.data && <Profile known={brand.data} />}
    </>
  )
}

/** Fields that need a word more than their name. */
const hints = [
  'audience',
  'tone',
  'topics',
  'pillars',
  'useWords',
  'avoidWords',
  'instructions',
  'imageInstructions',
] as const satisfies readonly (keyof BrandText)[]

function Profile({ known }: { readonly known: Brand & { readonly updatedAt: string | null } }) {
  const { t } = useTranslation('brand')
  const brand = useBrand(known)
  const { text, errors } = brand
  const line = (key: keyof BrandText) => (
    <Field label={t(`fields.${key}`)} hint={hintOf(key)} error={errors[key]}>
      <Input
        value={text[key]}
        onChange={(event) => brand.set({ [key]: event.target.value })}
        onBlur={() => void brand.save()}
      />
    </Field>
  )
  const area = (key: keyof BrandText, rows = 2) => (
    <Field label={t(`fields.${key}`)} hint={hintOf(key)} error={errors[key]}>
      <TextArea
        rows={rows}
        value={text[key]}
        onChange={(event) => brand.set({ [key]: event.target.value })}
        onBlur={() => void brand.save()}
      />
    </Field>
  )
  const hintOf = (key: keyof BrandText) => {
    const hinted = hints.find((one) => one === key)
    return hinted && t(`hints.${hinted}`)
  }
  return (
    <>
      {isBlank(known) && <Note tone="plain">{t('blank')}</Note>}
      {brand.error && Object.keys(errors).length === 0 && <Note tone="bad">{describeError(brand.error).message}</Note>}
      {line('name')}
      {area('audience')}
      {line('tone')}
      {area('angle')}
      <div className="st-row top">
        {area('topics', 4)}
        {area('pillars', 4)}
      </div>
      <div className="st-row top">
        {area('useWords')}
        {area('avoidWords')}
      </div>
      {area('instructions', 3)}
      <div className="st-row top">
        <LanguageField
          value={text.language}
          error={errors['language']}
          onChange={(language) => brand.set({ language })}
          onLeave={() => void brand.save()}
        />
        {line('website')}
      </div>
      {area('imageInstructions')}
      <Samples brand={brand} />
      <TryBox beforeAsking={() => brand.save()} />
    </>
  )
}
