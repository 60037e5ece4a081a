import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import type { WrittenText } from '../../../../../contract/ai/tasks.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { say } from '../../../lib/say.ts'
import { Button, Checkbox, Note, PlatformMark } from '../../../ui/index.ts'
import type { AnswerProps } from './answer-props.ts'
import { useComposing } from '../context.ts'
import { newPart, partsOf } from '../draft.ts'
import { all, makeOwnText } from '../edits.ts'
import { wholeOf } from './desk.ts'
import { Sheet } from './sheet.tsx'
import { DiffText } from './diff-text.tsx'
import { type Run, runsOf, takenText } from './hunks.ts'
import { take } from './place.ts'
import { ProposalHead, Told } from './texts.tsx'
import { type Left, useLeft, withOrWithout } from './use-left.ts'

interface Version {
  readonly account: Account
  readonly written: WrittenText
  readonly runs: readonly Run[]
}

/** A text for each account, to take for those one wants it for; each takes it as its own, with the pictures it had. */
export function Versions({ asked: { answer, used }, onDone }: AnswerProps<'adapt'>) {
  const { t } = useTranslation('aiDesk')
  const { session, draft, chosen, select } = useComposing()
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set())
  const versions = answer.versions.flatMap(({ account: id, written }): Version[] => {
    const account = chosen.find((one) => one.id === id)
    return account && written
      ? [{ account, written, runs: runsOf(wholeOf(partsOf(draft, account.id)), written.text) }]
      : []
  })
  const troubles = answer.versions.flatMap(({ account: id, problem }) => {
    const account = chosen.find((one) => one.id === id)
    return account && problem ? [{ account, problem }] : []
  })
  const left = useLeft()
  const taken = versions.filter(({ account }) => !without.has(account.id))
  const takeThem = () => {
    const edits = taken.map(({ account, runs }) => {
      const media = partsOf(draft, account.id).flatMap((part) => part.media)
      return makeOwnText(account.id, [newPart(takenText(runs, left.of(account.id)), media)])
    })
    take(session, all(...edits), t('adapted.taken', { count: taken.length }))
    const [first] = taken
    if (first) select(first.account.id)
    onDone()
  }
  return (
    <Sheet
      foot={
        <>
          <Button look="ink" data-next disabled={taken.length === 0} onClick={takeThem}>
            {t('adapted.take', { count: taken.length })}
          </Button>
          <Button look="plain" onClick={onDone}>
            {t('proposal.leave')}
          </Button>
        </>
      }
    >
      <ProposalHead used={used} />
      {troubles.map(({ account, problem }) => (
        <Note key={account.id} tone="bad">
          <b>{accountLabel(account)}</b> {say(problem)}
        </Note>
      ))}
      {versions.map((version) => (
        <VersionItem
          key={version.account.id}
          version={version}
          taken={!without.has(version.account.id)}
          onTaken={() => setWithout((before) => withOrWithout<string>(before, version.account.id))}
          left={left}
        />
      ))}
    </Sheet>
  )
}

interface VersionItemProps {
  readonly version: Version
  readonly taken: boolean
  readonly onTaken: () => void
  readonly left: Left
}

function VersionItem({ version: { account, written, runs }, taken, onTaken, left }: VersionItemProps) {
  const { t } = useTranslation('aiDesk')
  return (
    <article className={taken ? 'proposal' : 'proposal out'} aria-label={accountLabel(account)}>
      <Checkbox checked={taken} onChange={onTaken} aria-label={t('adapted.choose', { account: accountLabel(account) })}>
        <span className="row">
          <PlatformMark platform={account.platform} size="s" />
          <b>{accountLabel(account)}</b>
        </span>
      </Checkbox>
      <Told written={written} />
      <DiffText
        runs={runs}
        left={left.of(account.id)}
        {...(taken && { onToggle: (key: string) => left.toggle(account.id, key) })}
      />
    </article>
  )
}
