import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Webhook, WebhookTopic } from '../../../../../contract/webhooks.ts'
import { describeError, fieldErrors } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { wordKey } from '../../../lib/word-key.ts'
import { Button, Checkbox, confirm, Field, Input, Note } from '../../../ui/index.ts'
import { groups, hostOf, startTopics, topicsOf } from './topics.ts'

interface HookFormProps {
  /** The one that is changed; null makes another. */
  readonly webhook: Webhook | null
  readonly onMade: (webhook: Webhook, secret: string | null) => void
}

/** Where a program is told, and what. */
export function HookForm({ webhook, onMade }: HookFormProps) {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const [name, setName] = useState(webhook?.name ?? '')
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [topics, setTopics] = useState<readonly WebhookTopic[]>(webhook?.topics ?? startTopics)
  const create = useMutation(
    studio.webhooks.create.mutationOptions({
      meta: { quiet: true },
      gcTime: 0,
      onSuccess: (made) => onMade(made.webhook, made.secret),
    }),
  )
  const update = useMutation(
    studio.webhooks.update.mutationOptions({ meta: { quiet: true }, onSuccess: (changed) => onMade(changed, null) }),
  )
  const { error } = webhook ? update : create
  const busy = create.isPending || update.isPending
  const errors = fieldErrors(error)
  const submit = () => {
    if (busy) return
    const fields = { name, url: url.trim(), topics: [...topics] }
    if (webhook) update.mutate({ id: webhook.id, ...fields })
    else create.mutate(fields)
  }
  return (
    <form
      className="au-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field label={t('hooks.name')} error={errors['name']}>
        <Input
          name="name"
          maxLength={60}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label={t('hooks.url')} hint={t('hooks.urlHint')} error={errors['url']}>
        <Input
          mono
          name="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
      {errors['url'] !== undefined && <AllowHost url={url} onAllowed={submit} />}
      <fieldset className="au-set">
        <legend>{t('hooks.topics')}</legend>
        {groups.map((group) => (
          <div key={group} role="group" aria-label={t(`hooks.groups.${group}`)}>
            <b>{t(`hooks.groups.${group}`)}</b>
            {topicsOf(group).map((topic) => (
              <Checkbox
                key={topic}
                checked={topics.includes(topic)}
                onChange={(on) => setTopics((old) => (on ? [...old, topic] : old.filter((one) => one !== topic)))}
              >
                {t(`hooks.topicWords.${wordKey(topic)}`)}
              </Checkbox>
            ))}
          </div>
        ))}
        {errors['topics'] !== undefined && <Note tone="bad">{errors['topics']}</Note>}
      </fieldset>
      {error && Object.keys(errors).length === 0 && <Note tone="bad">{describeError(error).message}</Note>}
      <div className="acts">
        <Button look="primary" type="submit" busy={busy}>
          {t(webhook ? 'hooks.save' : 'hooks.create')}
        </Button>
      </div>
    </form>
  )
}

/** The way out of this machine, where an address needs one that is not open. */
function AllowHost({ url, onAllowed }: { readonly url: string; readonly onAllowed: () => void }) {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const hosts = useQuery(studio.webhooks.hosts.queryOptions()).data?.hosts
  const allow = useMutation(studio.webhooks.allowHosts.mutationOptions({ onSuccess: onAllowed }))
  const host = hostOf(url)
  if (host === null || hosts === undefined || hosts.includes(host)) return null
  const ask = async () => {
    const yes = await confirm({
      title: t('hooks.allowTitle', { host }),
      consequence: t('hooks.allowText'),
      action: t('hooks.allowHost', { host }),
    })
    if (yes) allow.mutate({ hosts: [...hosts, host] })
  }
  return (
    <div className="acts">
      <Button small busy={allow.isPending} onClick={() => void ask()}>
        {t('hooks.allowHost', { host })}
      </Button>
    </div>
  )
}
