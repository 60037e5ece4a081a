import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectMethod } from '../../../../../contract/platforms/index.ts'
import { Segmented } from '../../../ui/index.ts'
import type { useConnectText } from './connect-input.tsx'

/** Two ways fit side by side while their names have this many characters together. */
const mostAbreast = 40

interface WaysProps {
  readonly methods: readonly ConnectMethod[]
  readonly chosen: ConnectMethod
  readonly text: ReturnType<typeof useConnectText>
  readonly onChoose: (id: string) => void
}

/** The ways to sign in, one chosen, each explained before it is tried. */
export function Ways({ methods, chosen, text, onChoose }: WaysProps) {
  const { t } = useTranslation('accounts')
  const group = useId()
  const abreast = methods.length < 3 && methods.map(({ id }) => text.label(id)).join('').length <= mostAbreast
  if (methods.length > 1 && !abreast)
    return (
      <div className="ac-ways">
        <fieldset>
          <legend className="sr">{t('flow.method')}</legend>
          {methods.map((method) => (
            <label key={method.id} className={method === chosen ? 'on' : undefined}>
              <input type="radio" name={group} checked={method === chosen} onChange={() => onChoose(method.id)} />
              <span>
                <b>{text.label(method.id)}</b>
                <small>{explained(method, text)}</small>
              </span>
            </label>
          ))}
        </fieldset>
      </div>
    )
  const hint = explained(chosen, text)
  return (
    <>
      {methods.length > 1 && (
        <div className="ac-choice">
          <Segmented
            label={t('flow.method')}
            value={chosen.id}
            options={methods.map(({ id }) => ({ value: id, label: text.label(id) }))}
            onChange={onChoose}
          />
        </div>
      )}
      {hint && <p>{hint}</p>}
    </>
  )
}

/** What is said of a way; one that is called like its field is explained at the field. */
function explained({ id, fields }: ConnectMethod, text: WaysProps['text']): string | undefined {
  return fields.some(({ key }) => key === id) ? undefined : text.hint(id)
}
