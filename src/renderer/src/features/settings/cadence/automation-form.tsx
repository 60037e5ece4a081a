import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Automation } from '../../../../../contract/ai/cadence.ts'
import { useStudio, useWorkspace } from '../../../lib/studio.ts'
import { confirm, Field, Select, Switch } from '../../../ui/index.ts'

const limits = [1, 2, 3, 5, 10, 20, 50] as const

/** Whether anything may go out that nobody saw, and how much of it; asked once more before it is. */
export function AutomationForm({ automation }: { readonly automation: Automation }) {
  const { t } = useTranslation('cadence')
  const { name } = useWorkspace()
  const studio = useStudio()
  const set = useMutation(studio.ai.setAutomation.mutationOptions())
  const { publishByItself, dailyLimit } = automation
  const turn = async (on: boolean) => {
    const yes =
      !on ||
      (await confirm({
        title: t('allowTitle', { name }),
        consequence: t('allowText', { count: dailyLimit }),
        action: t('allowAction'),
        danger: true,
      }))
    if (yes) set.mutate({ publishByItself: on, dailyLimit })
  }
  return (
    <section>
      <h3>{t('byItself')}</h3>
      <Switch checked={publishByItself} onChange={(on) => void turn(on)} hint={t('allowHint')}>
        {t('allow')}
      </Switch>
      {publishByItself && (
        <Field label={t('limit')} hint={t('limitHint')}>
          <Select
            value={String(dailyLimit)}
            options={[...new Set([...limits, dailyLimit])]
              .toSorted((a, b) => a - b)
              .map((value) => ({ value: String(value), label: t('posts', { count: value }) }))}
            onChange={(value) => set.mutate({ publishByItself, dailyLimit: Number(value) })}
          />
        </Field>
      )}
    </section>
  )
}
