import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AiDefaults, AiEndpoint, AiMeans } from '../../../../../contract/ai/endpoints.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Combobox, Field, Select } from '../../../ui/index.ts'
import { unlisted } from './unlisted.ts'

const means = ['text', 'vision', 'image', 'video'] as const satisfies readonly AiMeans[]

interface DefaultsFormProps {
  readonly endpoints: readonly AiEndpoint[]
  readonly defaults: AiDefaults
}

/** Which endpoint and model is asked for what; saved as it is chosen. */
export function DefaultsForm({ endpoints, defaults }: DefaultsFormProps) {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  const set = useMutation(studio.ai.setDefaults.mutationOptions())
  return (
    <section>
      <h3>{t('defaults')}</h3>
      <p className="soft">{t('defaultsHint')}</p>
      {means.map((one) => (
        <DefaultChoice
          key={one}
          means={one}
          endpoints={endpoints}
          choice={defaults[one]}
          onChange={(choice) => set.mutate({ ...defaults, [one]: choice })}
        />
      ))}
    </section>
  )
}

interface DefaultChoiceProps {
  readonly means: AiMeans
  readonly endpoints: readonly AiEndpoint[]
  readonly choice: AiDefaults['text']
  readonly onChange: (choice: AiDefaults['text']) => void
}

function DefaultChoice({ means: one, endpoints, choice, onChange }: DefaultChoiceProps) {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  /** The endpoint that was chosen while its model is not yet. */
  const [begun, setBegun] = useState<string | null>(null)
  const endpoint = endpoints.find(({ id }) => id === (begun ?? choice?.endpoint))
  const id = endpoint?.id
  const models = useQuery({
    ...studio.ai.models.queryOptions({ input: { id: id as AiEndpoint['id'] } }),
    enabled: id !== undefined,
    staleTime: 5 * 60_000,
  })
  const listed = models.data?.models ?? []
  const model = begun === null ? (choice?.model ?? '') : ''
  const known = model === '' || listed.includes(model) ? listed : [model, ...listed]
  const pick = (chosen: string) => {
    if (!id) return
    setBegun(null)
    onChange({ endpoint: id, model: chosen })
  }
  return (
    <div className="ai-default" role="group" aria-label={t(`means.${one}`)}>
      <Field label={t(`means.${one}`)} hint={models.isError ? unlisted(models.error, t('typeModel')) : undefined}>
        <Select
          value={id ?? ''}
          options={[
            { value: '', label: t(one === 'vision' ? 'asText' : 'notSet') },
            ...endpoints.map((each) => ({ value: each.id as string, label: each.name })),
          ]}
          onChange={(next) => {
            if (next !== '') return setBegun(next)
            setBegun(null)
            if (choice) onChange(null)
          }}
        />
      </Field>
      {id !== undefined && (
        <Field label={t('modelFor', { means: t(`means.${one}`) })} hideLabel>
          <Combobox
            label={t('modelFor', { means: t(`means.${one}`) })}
            value={model}
            shown={model === '' ? <span className="soft">{t('chooseModel')}</span> : undefined}
            options={known.map((value) => ({ value, label: value }))}
            onChange={pick}
            onCreate={pick}
          />
        </Field>
      )}
    </div>
  )
}
