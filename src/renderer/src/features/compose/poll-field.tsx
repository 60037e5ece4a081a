import { ListPlus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SettingsField } from '../../../../contract/platforms/index.ts'
import { Button, Checkbox, Field, Input, Select } from '../../ui/index.ts'

/** A poll as the contract's `poll` setting holds it. */
interface Poll {
  readonly options: readonly string[]
  readonly expiresInSeconds: number
  readonly multiple: boolean
  readonly hideTotals: boolean
}

const start: Poll = { options: ['', ''], expiresInSeconds: 86_400, multiple: false, hideTotals: false }
/** Offered where a platform has none of its own. */
const usualLengths = [300, 1_800, 3_600, 21_600, 43_200, 86_400, 259_200, 604_800] as const

export function readPoll(value: unknown): Poll | null {
  return value && typeof value === 'object' && Array.isArray((value as Poll).options)
    ? { ...start, ...(value as Poll) }
    : null
}

interface PollFieldProps {
  readonly label: string
  readonly value: unknown
  readonly maxOptions: number
  /** How long it may run, in seconds. */
  readonly lengths?: readonly number[] | undefined
  /** What may be said of answering it. */
  readonly answers?: SettingsField['answers'] | undefined
  readonly onChange: (poll: Poll | null) => void
}

export function PollField({
  label,
  value,
  maxOptions,
  lengths = usualLengths,
  answers = ['multiple', 'hideTotals'],
  onChange,
}: PollFieldProps) {
  const { t, i18n } = useTranslation('compose')
  const poll = readPoll(value)
  if (!poll) {
    return (
      <Button look="plain" small icon={ListPlus} className="soft" onClick={() => onChange(start)}>
        {t('poll.add')}
      </Button>
    )
  }
  // One that was chosen for another platform stays to be seen.
  const offered = lengths.includes(poll.expiresInSeconds)
    ? lengths
    : [...lengths, poll.expiresInSeconds].sort((a, b) => a - b)
  const put = (change: Partial<Poll>) => onChange({ ...poll, ...change })
  const setOption = (index: number, text: string) =>
    put({ options: poll.options.map((one, at) => (at === index ? text : one)) })
  const duration = (seconds: number) => {
    const [amount, unit] =
      seconds < 3_600
        ? [seconds / 60, 'minute']
        : seconds < 86_400
          ? [seconds / 3_600, 'hour']
          : [seconds / 86_400, 'day']
    return new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'long' }).format(Number(amount))
  }
  return (
    <fieldset className="poll">
      <legend className="lab row">
        <span className="grow">{label}</span>
        <Button look="plain" small icon={X} tip={t('poll.remove')} onClick={() => onChange(null)} />
      </legend>
      {poll.options.map((option, index) => (
        <Field key={index} hideLabel label={t('poll.option', { number: index + 1 })}>
          <Input
            value={option}
            placeholder={t('poll.option', { number: index + 1 })}
            onChange={(event) => setOption(index, event.target.value)}
            end={
              poll.options.length > 2 ? (
                <Button
                  look="plain"
                  small
                  icon={X}
                  tip={t('poll.removeOption')}
                  onClick={() => put({ options: poll.options.toSpliced(index, 1) })}
                />
              ) : undefined
            }
          />
        </Field>
      ))}
      {poll.options.length < maxOptions && (
        <Button look="plain" small icon={ListPlus} onClick={() => put({ options: [...poll.options, ''] })}>
          {t('poll.more')}
        </Button>
      )}
      <Field label={t('poll.ends')}>
        <Select
          small
          value={String(poll.expiresInSeconds)}
          options={offered.map((seconds) => ({ value: String(seconds), label: duration(seconds) }))}
          onChange={(seconds) => put({ expiresInSeconds: Number(seconds) })}
        />
      </Field>
      {/* One that was set for another platform stays to be taken back. */}
      {(['multiple', 'hideTotals'] as const)
        .filter((answer) => answers.includes(answer) || poll[answer])
        .map((answer) => (
          <Checkbox key={answer} checked={poll[answer]} onChange={(on) => put({ [answer]: on })}>
            {t(`poll.${answer}`)}
          </Checkbox>
        ))}
    </fieldset>
  )
}
