import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import { knowledgeOf, type SupportedPlatform } from '../../../../../contract/platforms/index.ts'
import { host } from '../../../lib/studio.ts'
import { Icon } from '../../../ui/index.ts'
import { Abilities } from '../abilities-list.tsx'
import { Choosing } from './choosing.tsx'
import { Connected } from './connected.tsx'
import { useConnectText } from './connect-input.tsx'
import { FieldsForm } from './fields-form.tsx'
import { methodOf, needsVault, startValues } from './fields.ts'
import { chooseFormId, Foot } from './foot.tsx'
import { useChoosing } from './use-choosing.ts'
import { useConnecting } from './use-connecting.ts'
import { useOwnApp } from './use-own-app.ts'
import { VaultForm } from './vault-form.tsx'
import { Waiting } from './waiting.tsx'

interface StepsProps {
  readonly platform: SupportedPlatform
  readonly again: Account | null
  /** The person came to change their app. */
  readonly opensApp: boolean
}

/** What it needs, the vault where it is not open, the details, the browser where it signs in there, what to connect of what was reached, and the first post. */
export function Steps({ platform, again, opensApp }: StepsProps) {
  const { t } = useTranslation('accounts')
  const text = useConnectText(platform)
  const [chosen, choose] = useState(again?.method)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const method = methodOf(platform, chosen)
  const connecting = useConnecting({ platform, method, again })
  const choosing = useChoosing(connecting.chosen)
  const app = useOwnApp(platform, method, opensApp)
  const { outcome } = connecting
  const vault = useQuery(host.system.vault.queryOptions())
  const asksVault = useRef(false)
  const closed = vault.data !== undefined && vault.data.state !== 'ready' && needsVault(method)
  asksVault.current ||= closed
  const { rules } = knowledgeOf(platform)
  const values = { ...startValues(method, again), ...typed }
  const done = outcome.is === 'connected'
  const chooses = outcome.is === 'choosing'
  const asksChoice = useRef(false)
  asksChoice.current = chooses || (asksChoice.current && done)
  const waits = outcome.is === 'waiting' || outcome.is === 'forgotten'
  const isAway = waits || chooses || done
  const isOAuth = method.kind === 'oauth'
  const send = ({ paste } = { paste: false }) =>
    connecting.start({
      fields: Object.fromEntries(method.fields.map(({ key }) => [key, values[key] ?? ''])),
      app: app.isOpen ? app.values : null,
      paste,
      onKept: app.clear,
    })
  let number = 1
  return (
    <>
      <ol className="ac-steps">
        <Step number={number++} title={t('flow.needs')} past={isAway} open>
          <p>{text.needs}</p>
          {!isAway && !again && <Abilities rules={rules} />}
        </Step>
        {asksVault.current && (
          <Step number={number++} title={t('flow.vault')} past={!closed} open={closed}>
            {vault.data && <VaultForm vault={vault.data} />}
          </Step>
        )}
        <Step
          number={number++}
          title={t(rules.connect.length > 1 ? 'flow.method' : method.app ? 'flow.methodApp' : 'flow.methodFields')}
          past={isAway}
          open={!closed && !isAway}
        >
          <FieldsForm
            platform={platform}
            method={method}
            values={values}
            app={app}
            outcome={outcome}
            takesFocus={again !== null}
            onMethod={(id) => {
              choose(id)
              app.clear()
              connecting.reset()
            }}
            onChange={(key, value) => setTyped((old) => ({ ...old, [key]: value }))}
            onSend={send}
          />
        </Step>
        {isOAuth && (
          <Step number={number++} title={t('flow.browser')} past={done || chooses} open={waits}>
            <Waiting connecting={connecting} />
          </Step>
        )}
        {asksChoice.current && (
          <Step number={number++} title={t('choose.title')} past={done} open={chooses}>
            {outcome.is === 'choosing' && (
              <Choosing
                formId={chooseFormId}
                choices={outcome.choices}
                picked={choosing.picked}
                error={choosing.error}
                onPick={choosing.pick}
                onSend={() => choosing.send(outcome.id)}
              />
            )}
          </Step>
        )}
        <Step number={number++} title={t(again ? 'flow.readyAgain' : 'flow.ready')} open={done}>
          {outcome.is === 'connected' && <Connected ids={outcome.accounts} isAgain={again !== null} />}
        </Step>
      </ol>
      <Foot
        platform={platform}
        method={method}
        connecting={connecting}
        choosing={choosing}
        closed={closed}
        isAgain={again !== null}
        onAnother={() => (setTyped({}), app.clear(), connecting.reset())}
      />
    </>
  )
}

interface StepProps {
  readonly number: number
  readonly title: string
  /** Done: folded to its line, with a tick. */
  readonly past?: boolean
  readonly open: boolean
  readonly children: ReactNode
}

/** Numbered because they are a sequence: done folds to a line, now is open, later is only named. */
function Step({ number, title, past = false, open, children }: StepProps) {
  const { t } = useTranslation('accounts')
  const ref = useRef<HTMLHeadingElement>(null)
  const wasOpen = useRef(open)
  useEffect(() => {
    // A step that opens by itself is read out, so that nobody waits in front of a finished one.
    if (open && !wasOpen.current) ref.current?.focus()
    wasOpen.current = open
  }, [open])
  const now = open && !past
  return (
    <li className={now ? 'on' : past ? 'past' : 'later'} aria-current={now && number > 1 ? 'step' : undefined}>
      <span className="n" aria-hidden>
        {number}
      </span>
      <div>
        <h3 ref={ref} tabIndex={-1}>
          {title}
          {past && <Icon of={Check} size="s" label={t('flow.done')} />}
        </h3>
        {open && children}
      </div>
    </li>
  )
}
