import { Search } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Choice } from '../../../../../contract/accounts.ts'
import { Button, Checkbox, Field, Input } from '../../../ui/index.ts'
import { useAccountWords } from '../use-account-words.ts'
import { isSought } from './sought.ts'

/** More than these are searched, not only looked through. */
const many = 8

interface ChoosingProps {
  readonly formId: string
  readonly choices: readonly Choice[]
  readonly picked: ReadonlySet<string>
  readonly error: string | null
  readonly onPick: (keys: ReadonlySet<string>) => void
  readonly onSend: () => void
}

/** What a sign-in reached, to pick from. What is connected already can be picked again: it then gets this sign-in. */
export function Choosing({ formId, choices, picked, error, onPick, onSend }: ChoosingProps) {
  const { t } = useTranslation('accounts')
  const words = useAccountWords()
  const [sought, setSought] = useState('')
  const titleId = useId()
  const shown = choices.filter((choice) => isSought(choice, sought))
  const pick = (keys: readonly string[], isPicked: boolean) => {
    const next = new Set(picked)
    for (const key of keys) {
      if (isPicked) next.add(key)
      else next.delete(key)
    }
    onPick(next)
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    onSend()
  }
  const keys = shown.map(({ key }) => key)
  return (
    <form id={formId} noValidate onSubmit={send} aria-labelledby={titleId}>
      <p id={titleId}>{t('choose.text', { count: choices.length })}</p>
      {choices.length > many && (
        <Field label={t('choose.search')} hideLabel>
          <Input
            icon={Search}
            type="search"
            value={sought}
            placeholder={t('choose.search')}
            onChange={(event) => setSought(event.target.value)}
          />
        </Field>
      )}
      <div className="ac-all">
        <span className="grow soft" role="status">
          {sought === ''
            ? t('choose.picked', { count: picked.size, total: choices.length })
            : t('choose.found', { count: shown.length })}
        </span>
        <Button small look="plain" onClick={() => pick(keys, true)}>
          {t('choose.all')}
        </Button>
        <Button small look="plain" onClick={() => pick(keys, false)}>
          {t('choose.none')}
        </Button>
      </div>
      <ul className="ac-choices">
        {shown.map((choice) => (
          <li key={choice.key}>
            <Checkbox
              checked={picked.has(choice.key)}
              onChange={(isPicked) => pick([choice.key], isPicked)}
              hint={[
                choice.displayHandle !== choice.name && choice.displayHandle,
                words.kindOf(choice),
                choice.known && t('choose.known'),
              ]
                .filter(Boolean)
                .join(' · ')}
            >
              {choice.name}
            </Checkbox>
          </li>
        ))}
      </ul>
      {error && (
        <p className="err" role="alert">
          {error}
        </p>
      )}
    </form>
  )
}
