import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ContentType, TextLength, Tone } from '../../../../../contract/ai/tasks.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import {
  Checkbox,
  Field,
  Input,
  PlatformMark,
  platformNames,
  Segmented,
  Select,
  TextArea,
  Thumb,
} from '../../../ui/index.ts'
import { countFor } from '../check.ts'
import { useComposing } from '../context.ts'
import { hasOwnText, partsOf } from '../draft.ts'
import { useDesk } from './desk.ts'
import { countedFor, type Subject, type ToolName } from './tools.ts'

interface FieldsProps {
  readonly tool: ToolName
  readonly subject: Subject
  readonly onSubmit: () => void
}

/** What a tool wants to be told. */
export function Fields({ tool, subject, onSubmit }: FieldsProps) {
  switch (tool) {
    case 'proofread':
      return null
    case 'concise':
      return <ConciseFields subject={subject} />
    case 'adapt':
      return <AccountsField subject={subject} />
    case 'tone':
      return (
        <>
          <ToneField />
          <CountedFor tool={tool} subject={subject} />
        </>
      )
    case 'edit':
      return (
        <>
          <Words name="instruction" onSubmit={onSubmit} />
          <CountedFor tool={tool} subject={subject} />
        </>
      )
    case 'regenerate':
      return <Words name="feedback" onSubmit={onSubmit} />
    case 'write':
      return <WriteFields subject={subject} onSubmit={onSubmit} />
    case 'caption':
      return <CaptionFields subject={subject} />
    case 'hashtags':
      return <NumberField name="hashtagCount" min={1} max={30} />
    case 'thread':
      return <CountedFor tool={tool} subject={subject} />
    case 'altText':
      return <PictureField subject={subject} />
  }
}

/** Words to the AI; the next thing to do at the desk. */
function Words({
  name,
  onSubmit,
}: {
  readonly name: 'instruction' | 'feedback' | 'topic'
  readonly onSubmit: () => void
}) {
  const { t } = useTranslation('aiDesk')
  const { form, fill } = useDesk()
  return (
    <Field label={t(`field.${name}`)} hint={name === 'topic' ? undefined : t(`field.${name}Hint`)}>
      <TextArea
        data-next
        maxLength={2_000}
        value={form[name]}
        onChange={(event) => fill({ [name]: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
          event.preventDefault()
          onSubmit()
        }}
      />
    </Field>
  )
}

function ToneField() {
  const { t } = useTranslation('aiDesk')
  const { form, fill } = useDesk()
  return (
    <fieldset className="tones">
      <legend className="lab">{t('tones.label')}</legend>
      {Tone.options.map((tone) => (
        <label key={tone} className={form.tone === tone ? 'chip on' : 'chip'}>
          <input
            type="radio"
            className="sr"
            name="ai-tone"
            checked={form.tone === tone}
            onChange={() => fill({ tone })}
          />
          {t(`tones.${tone}`)}
        </label>
      ))}
    </fieldset>
  )
}

/** By whose rules the result is counted: an account that gets this text, or nobody's. */
function CountedFor({ tool, subject }: { readonly tool: ToolName; readonly subject: Subject }) {
  const { t } = useTranslation('aiDesk')
  const { draft, chosen, assets, target } = useComposing()
  const { form, fill, partKey } = useDesk()
  const index = Math.max(
    0,
    partsOf(draft, target).findIndex((part) => part.key === partKey),
  )
  const options = chosen
    .filter((account) => (target ? account.id === target : !hasOwnText(draft, account.id)))
    .flatMap((account) => {
      const count = countFor(draft, account, assets, index)
      const name = `${platformNames[account.platform]}, ${accountLabel(account)}`
      return count ? [{ value: account.id as string, label: `${name}: ${count.max}` }] : []
    })
  if (options.length === 0) return null
  return (
    <Field label={t('field.countedFor')}>
      <Select
        value={countedFor(tool, form, subject) ?? ''}
        options={[...options, { value: '', label: t('field.nobody') }]}
        onChange={(value) => fill({ countedFor: value })}
      />
    </Field>
  )
}

function ConciseFields({ subject }: { readonly subject: Subject }) {
  const { form } = useDesk()
  return (
    <>
      <CountedFor tool="concise" subject={subject} />
      {countedFor('concise', form, subject) === null && <NumberField name="max" min={10} max={50_000} />}
    </>
  )
}

interface NumberFieldProps {
  readonly name: 'hashtagCount' | 'slides' | 'seconds' | 'max'
  readonly min: number
  readonly max: number
}

/** A whole number; what is typed on the way to one is let stand, and not used. */
function NumberField({ name, min, max }: NumberFieldProps) {
  const { t } = useTranslation('aiDesk')
  const { form, fill } = useDesk()
  const [typed, setTyped] = useState(String(form[name] ?? ''))
  const change = (text: string) => {
    setTyped(text)
    const value = Number(text)
    if (Number.isInteger(value) && value >= min && value <= max) fill({ [name]: value })
  }
  return (
    <Field label={t(`field.${name}`)}>
      <Input type="number" min={min} max={max} value={typed} onChange={(event) => change(event.target.value)} />
    </Field>
  )
}

function AccountsField({ subject }: { readonly subject: Subject }) {
  const { t } = useTranslation('aiDesk')
  const { chosen } = useComposing()
  const { form, fill } = useDesk()
  const taken = form.accounts ?? subject.accounts
  const set = (id: string, on: boolean) =>
    fill({ accounts: on ? [...taken, id] : taken.filter((other) => other !== id) })
  if (chosen.length === 0) return null
  return (
    <fieldset className="desk-accounts">
      <legend className="lab">{t('field.accounts')}</legend>
      {chosen.map((account) => (
        <Checkbox key={account.id} checked={taken.includes(account.id)} onChange={(on) => set(account.id, on)}>
          <span className="row">
            <PlatformMark platform={account.platform} size="s" />
            {accountLabel(account)}
          </span>
        </Checkbox>
      ))}
    </fieldset>
  )
}

function LengthField() {
  const { t } = useTranslation('aiDesk')
  const { form, fill } = useDesk()
  const options = TextLength.options.map((value) => ({ value, label: t(`field.lengths.${value}`) }))
  return (
    <div className="fld">
      <span className="lab">{t('field.length')}</span>
      <Segmented
        label={t('field.length')}
        value={form.length}
        options={options}
        onChange={(length) => fill({ length })}
      />
    </div>
  )
}

function WriteFields({ subject, onSubmit }: { readonly subject: Subject; readonly onSubmit: () => void }) {
  const { t } = useTranslation('aiDesk')
  const { form, fill } = useDesk()
  const sources = (['topic', 'text', 'page'] as const).map((value) => ({ value, label: t(`field.sources.${value}`) }))
  const types = ContentType.options.map((value) => ({ value, label: t(`field.contentTypes.${value}`) }))
  return (
    <>
      <div className="fld">
        <span className="lab">{t('field.source')}</span>
        <Segmented
          label={t('field.source')}
          value={form.source}
          options={sources}
          onChange={(source) => fill({ source })}
        />
      </div>
      {form.source === 'topic' && <Words name="topic" onSubmit={onSubmit} />}
      {form.source === 'page' && (
        <Field label={t('field.page')} hint={t('field.pageHint')}>
          <Input type="url" value={form.page} onChange={(event) => fill({ page: event.target.value.trim() })} />
        </Field>
      )}
      <LengthField />
      <Field label={t('field.contentType')}>
        <Select
          value={form.contentType}
          options={[{ value: '' as const, label: t('field.anyType') }, ...types]}
          onChange={(contentType) => fill({ contentType })}
        />
      </Field>
      <CountedFor tool="write" subject={subject} />
      <Checkbox checked={form.withHashtags} onChange={(withHashtags) => fill({ withHashtags })}>
        {t('field.withHashtags')}
      </Checkbox>
    </>
  )
}

function CaptionFields({ subject }: { readonly subject: Subject }) {
  const { t } = useTranslation('aiDesk')
  const { form, fill } = useDesk()
  const kinds = (['plain', 'carousel', 'video'] as const).map((value) => ({
    value,
    label: t(`field.captionKinds.${value}`),
  }))
  const pictures = Math.min(subject.pictures.length, 4)
  return (
    <>
      <div className="fld">
        <span className="lab">{t('field.captionKind')}</span>
        <Segmented
          label={t('field.captionKind')}
          value={form.captionKind}
          options={kinds}
          onChange={(captionKind) => fill({ captionKind })}
        />
      </div>
      <Field label={t('field.captionAbout')} hint={t('field.captionAboutHint')}>
        <TextArea maxLength={2_000} value={form.about} onChange={(event) => fill({ about: event.target.value })} />
      </Field>
      {form.captionKind === 'plain' && pictures > 0 && (
        <p className="soft">{t('field.captionPictures', { count: pictures })}</p>
      )}
      {form.captionKind === 'carousel' && <NumberField name="slides" min={2} max={20} />}
      {form.captionKind === 'video' && <NumberField name="seconds" min={1} max={43_200} />}
      <LengthField />
      <CountedFor tool="caption" subject={subject} />
    </>
  )
}

/** Which of the pictures is described. */
function PictureField({ subject: { pictures } }: { readonly subject: Subject }) {
  const { t } = useTranslation('aiDesk')
  const { assets } = useComposing()
  const { form, fill } = useDesk()
  const chosen = form.asset !== null && pictures.includes(form.asset) ? form.asset : pictures[0]
  if (pictures.length === 0) return null
  return (
    <fieldset className="desk-pictures">
      <legend className="lab">{t('field.picture')}</legend>
      {pictures.map((id) => (
        <label key={id}>
          <input
            type="radio"
            className="sr"
            name="ai-picture"
            checked={id === chosen}
            onChange={() => fill({ asset: id })}
          />
          <Thumb asset={assets.get(id)} size={64} alt={assets.get(id)?.name ?? ''} />
        </label>
      ))}
    </fieldset>
  )
}
