import { ArrowRight, Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { platforms } from '../../../../contract/platforms/index.ts'
import { setSheet } from '../../app/sheet.ts'
import { useAction } from '../../lib/actions.ts'
import { useGo } from '../../lib/go.ts'
import { useWorkspace } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { Button, ErrorState, Icon, Kbd, Masthead, Status } from '../../ui/index.ts'
import { DeliveryNote } from '../posts/record/delivery-note.tsx'
import { useDeliveryActions } from '../posts/use-delivery-actions.ts'
import { SampleSheet, Sheet, Watch } from './sheet.tsx'
import { TitlePage } from './title-page.tsx'
import { type Proof, useProof } from './use-proof.ts'

/** A new workspace: from nothing to a published practice post in a minute, by keyboard alone if you like. */
export function View() {
  const { t } = useTranslation('firstRun')
  const workspace = useWorkspace()
  const proof = useProof()
  const [text, setText] = useState<string>(t('sheet.sample'))
  const { stage } = proof
  const canPublish = stage === 'writing' && text.trim() !== '' && countOf(text) <= limit && !proof.busy
  useAction(
    stage === 'writing'
      ? {
          id: 'proof.publish',
          label: t('writing.publish'),
          group: t('newWorkspace'),
          shortcut: 'mod+enter',
          whileTyping: true,
          run: () => canPublish && proof.publish(text),
        }
      : null,
  )
  return (
    <main className="view">
      <Masthead title={workspace.name} meta={t('newWorkspace')}>
        <PaletteButton />
      </Masthead>
      <TitlePage
        title={stage === 'out' ? t('out.title') : stage === 'stuck' ? t('stuck.title') : t('title')}
        lead={<Lead proof={proof} />}
        next={<Next />}
        aside={<ProofSheet proof={proof} text={text} onText={setText} />}
      >
        <Go proof={proof} canPublish={canPublish} onPublish={() => proof.publish(text)} />
      </TitlePage>
    </main>
  )
}

const practiceRules = platforms.practice.rules
const limit = practiceRules.text.max

function countOf(text: string): number {
  return platforms.practice.count({ text }, 0, { title: '', parts: [], link: null, settings: {} }, practiceRules).used
}

function PaletteButton() {
  const { t } = useTranslation('firstRun')
  return (
    <Button look="plain" icon={Search} onClick={() => setSheet('palette')}>
      <span className="soft fr-find">{t('goTo')}</span>
      <Kbd keys="mod+k" />
    </Button>
  )
}

function Lead({ proof: { stage, delivery } }: { readonly proof: Proof }) {
  const { t } = useTranslation('firstRun')
  const times = useTimes()
  switch (stage) {
    case 'start':
      return t('lead')
    case 'writing':
      return t('writing.lead')
    case 'going':
      return t('going.lead')
    case 'out':
      return t('out.lead', { time: delivery?.publishedAt ? times.exactTime(delivery.publishedAt) : '' })
    case 'stuck':
      return t('stuck.lead')
  }
}

interface GoProps {
  readonly proof: Proof
  readonly canPublish: boolean
  readonly onPublish: () => void
}

/** The buttons of the stage; the first has the focus when the stage begins, so that Enter goes on. */
function Go({ proof, canPublish, onPublish }: GoProps) {
  const { t } = useTranslation('firstRun')
  const go = useGo()
  const { stage, busy, id, delivery } = proof
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (stage === 'start' || stage === 'out') line.current?.querySelector('button')?.focus()
  }, [stage])
  const connect = (look: 'primary' | 'plain') => (
    <Button look={look} onClick={() => go.accounts({ connect: 'pick' })}>
      {t('connectReal')}
    </Button>
  )
  return (
    <div className="fr-go" ref={line}>
      {proof.error !== null && <ErrorState title={t('lost')} error={proof.error} onRetry={proof.retry} />}
      {stage === 'start' && (
        <>
          <Button look="primary" busy={busy} onClick={() => void proof.start()}>
            {t('write')}
          </Button>
          {connect('plain')}
        </>
      )}
      {stage === 'writing' && (
        <>
          <Button
            look="primary"
            busy={busy}
            shortcut="mod+enter"
            showKeys
            aria-disabled={!canPublish}
            onClick={() => canPublish && onPublish()}
          >
            {t('writing.publish')}
          </Button>
          {connect('plain')}
        </>
      )}
      {stage === 'going' && proof.error === null && (
        <p role="status">
          <Status value="publishing">{t('going.said')}</Status>
        </p>
      )}
      {stage === 'out' && (
        <>
          {connect('primary')}
          <Button onClick={() => go.posts({ post: id ?? '' })}>{t('out.see')}</Button>
          <Button look="plain" onClick={proof.again}>
            {t('out.again')}
          </Button>
        </>
      )}
      {stage === 'stuck' && delivery && (
        <div className="fr-stuck">
          <Stuck delivery={delivery} />
          <Button look="plain" onClick={() => go.posts({ post: id ?? '' })}>
            {t('out.see')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Stuck({ delivery }: { readonly delivery: NonNullable<Proof['delivery']> }) {
  const actions = useDeliveryActions(delivery)
  return <DeliveryNote delivery={delivery} actions={actions} />
}

interface ProofSheetProps {
  readonly proof: Proof
  readonly text: string
  readonly onText: (text: string) => void
}

function ProofSheet({ proof, text, onText }: ProofSheetProps) {
  const { t } = useTranslation('firstRun')
  const times = useTimes()
  const { stage, delivery, practice } = proof
  if (stage === 'start') return <SampleSheet />
  const isWriting = stage === 'writing'
  const used = countOf(isWriting ? text : proof.text)
  return (
    <>
      <Sheet
        {...(practice && { name: practice.name })}
        foot={
          <>
            <Status value={delivery?.status ?? (isWriting ? 'draft' : 'publishing')} />
            <span className={used > limit ? 'num over' : 'num'}>{t('sheet.count', { used, max: limit })}</span>
            <span className="grow" />
            <span className="wide num">
              {delivery?.publishedAt
                ? t('sheet.wasOut', { time: times.exactTime(delivery.publishedAt) })
                : isWriting && t(text.trim() === '' ? 'writing.empty' : 'sheet.goes')}
            </span>
          </>
        }
      >
        {isWriting ? <Editor text={text} onText={onText} /> : <p>{proof.text || text}</p>}
      </Sheet>
      <Watch phases={isWriting ? null : proof.phases} done={stage === 'out'} />
    </>
  )
}

/** Opens with its line selected: typing replaces it, leaving it is fine too. */
function Editor({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const { t } = useTranslation('firstRun')
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    area.current?.focus()
    area.current?.select()
  }, [])
  return (
    <textarea
      ref={area}
      aria-label={t('writing.text')}
      rows={4}
      value={text}
      onChange={(event) => onText(event.target.value)}
    />
  )
}

/** What comes after the proof; each can be done at any time. */
function Next() {
  const { t } = useTranslation('firstRun')
  const go = useGo()
  const steps = [
    { key: 'connect', run: () => go.accounts({ connect: 'pick' }) },
    { key: 'calendar', run: () => go.calendar() },
    { key: 'run', run: () => go.settings() },
  ] as const
  return (
    <ol className="fr-next">
      {steps.map(({ key, run }, index) => (
        <li key={key}>
          <h3>
            <span aria-hidden>{index + 1}</span>
            {t(`next.${key}`)}
          </h3>
          <p>{t(`next.${key}Text`)}</p>
          <Button look="plain" small onClick={run}>
            {t(`next.${key}Act`)}
            <Icon of={ArrowRight} size="s" />
          </Button>
        </li>
      ))}
    </ol>
  )
}
