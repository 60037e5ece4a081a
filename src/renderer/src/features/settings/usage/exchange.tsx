import { useTranslation } from 'react-i18next'
import type { AiMessage } from '../../../../../contract/ai/usage.ts'
import { CopyButton } from '../../../ui/index.ts'

/** Messages to the letter, as they are sent. */
export function Exchange({ messages }: { readonly messages: readonly AiMessage[] }) {
  const { t } = useTranslation('aiSettings')
  return (
    <ol className="ai-exchange">
      {messages.map((message, index) => (
        <li key={index}>
          <div className="row">
            <p className="lab grow">
              {t(`roles.${message.role}`)}{' '}
              {message.images.length > 0 && t('withPictures', { count: message.images.length })}
            </p>
            <CopyButton small text={message.text} label={t('copy')} />
          </div>
          <pre className="ai-said">{message.text}</pre>
        </li>
      ))}
    </ol>
  )
}
