import { CalendarDays, ChevronLeft, ChevronRight, Clock, Globe } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { parseTime, useTimes, zoneCity } from '../lib/times.ts'
import { useZones } from '../lib/zones.ts'
import { Button } from './button.tsx'
import { Combobox } from './combobox.tsx'
import { Icon } from './icon.tsx'
import { Popover } from './popover.tsx'

/** A wall time in a zone, as the contract's `WhenInput` takes it. */
export interface WallTimeInZone {
  readonly wallTime: string
  readonly zone: string
}

interface DateTimeFieldProps {
  readonly value: WallTimeInZone | null
  readonly onChange: (value: WallTimeInZone) => void
  /** The zone a new time starts in. */
  readonly zone: string
  readonly disabled?: boolean
}

/** Date, time and zone; the zone is always in sight. */
export function DateTimeField({ value, onChange, zone, disabled }: DateTimeFieldProps) {
  const { t } = useTranslation('ui')
  const current = value?.zone ?? zone
  const times = useTimes(current)
  const zones = useZones()
  const wall = value ? Temporal.PlainDateTime.from(value.wallTime) : null
  const today = Temporal.Now.plainDateISO(current)
  const put = (next: Temporal.PlainDateTime, inZone = current) =>
    onChange({ wallTime: next.toString({ smallestUnit: 'minute' }), zone: inZone })
  const date = wall?.toPlainDate() ?? null
  const shownTime = wall?.toPlainTime() ?? Temporal.PlainTime.from('09:00')
  return (
    <span className="dtf">
      <DateField
        label={t('date')}
        value={date}
        today={today}
        disabled={disabled}
        onChange={(next) => put(next.toPlainDateTime(shownTime))}
      />
      <TimeField
        key={shownTime.toString()}
        label={t('time')}
        value={wall ? shownTime.toString({ smallestUnit: 'minute' }) : ''}
        disabled={disabled}
        onChange={(next) => put((date ?? today).toPlainDateTime(Temporal.PlainTime.from(next)))}
      />
      <Combobox
        fit
        label={t('zone')}
        icon={Globe}
        value={current}
        shown={
          <>
            {zoneCity(current)}{' '}
            {times.zoneName() !== zoneCity(current) && <span className="faint wide">{times.zoneName()}</span>}
          </>
        }
        options={zones.map((name) => ({ value: name, label: name.replaceAll('_', ' ') }))}
        onChange={(next) => put(wall ?? today.toPlainDateTime(shownTime), next)}
      />
    </span>
  )
}

interface TimeFieldProps {
  readonly label: string
  /** `09:00`, or empty. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly disabled?: boolean | undefined
}

/** Takes `9`, `930`, `9:30`, `9.30 pm`; puts back `09:30`. */
export function TimeField({ label, value, onChange, disabled }: TimeFieldProps) {
  const [text, setText] = useState(value)
  const commit = () => {
    const parsed = parseTime(text)
    if (parsed && parsed !== value) onChange(parsed)
    setText(parsed ?? value)
  }
  return (
    <span className="field time">
      <Icon of={Clock} size="s" />
      <input
        aria-label={label}
        inputMode="numeric"
        placeholder="09:00"
        value={text}
        disabled={disabled}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={commit}
        onKeyDown={(event) => {
          // Also before a chord such as Ctrl+Shift+S acts on the time that stands here.
          if (event.key === 'Enter' || ((event.ctrlKey || event.metaKey) && event.shiftKey)) commit()
        }}
      />
    </span>
  )
}

interface DateFieldProps {
  readonly label: string
  readonly value: Temporal.PlainDate | null
  readonly today: Temporal.PlainDate
  readonly onChange: (value: Temporal.PlainDate) => void
  readonly disabled?: boolean | undefined
}

/** A date that opens a month. */
export function DateField({ label, value, today, onChange, disabled }: DateFieldProps) {
  const { t } = useTranslation('ui')
  const times = useTimes()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className="field"
          disabled={disabled}
          aria-label={value ? `${label}: ${times.date(value)}` : undefined}
        >
          <Icon of={CalendarDays} size="s" />
          <span className={value ? undefined : 'faint'}>{value ? times.date(value) : t('pickDate')}</span>
        </button>
      }
    >
      <Days
        value={value ?? today}
        today={today}
        onPick={(day) => {
          onChange(day)
          setOpen(false)
        }}
      />
    </Popover>
  )
}

const moves: Record<string, Temporal.DurationLike> = {
  ArrowLeft: { days: -1 },
  ArrowRight: { days: 1 },
  ArrowUp: { weeks: -1 },
  ArrowDown: { weeks: 1 },
  PageUp: { months: -1 },
  PageDown: { months: 1 },
}

/** One month of days; arrows move by day and week, Page keys by month. */
function Days({
  value,
  today,
  onPick,
}: {
  readonly value: Temporal.PlainDate
  readonly today: Temporal.PlainDate
  readonly onPick: (day: Temporal.PlainDate) => void
}) {
  const { t } = useTranslation('ui')
  const times = useTimes()
  const [at, setAt] = useState(value)
  const first = at.with({ day: 1 })
  const start = first.subtract({ days: (first.dayOfWeek - (times.weekStart === 'monday' ? 1 : 7) + 7) % 7 })
  const weeks = Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (__, day) => start.add({ days: week * 7 + day })),
  )
  return (
    <div
      onKeyDown={(event) => {
        const move = moves[event.key]
        if (!move) return
        event.preventDefault()
        setAt(at.add(move))
      }}
      role="presentation"
    >
      <div className="days-head">
        <b>{times.month(at)}</b>
        <Button
          look="plain"
          small
          icon={ChevronLeft}
          tip={t('monthBefore')}
          onClick={() => setAt(at.subtract({ months: 1 }))}
        />
        <Button
          look="plain"
          small
          icon={ChevronRight}
          tip={t('monthAfter')}
          onClick={() => setAt(at.add({ months: 1 }))}
        />
      </div>
      <table className="days">
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day.dayOfWeek} scope="col">
                {times.weekday(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.toString()}>
              {week.map((day) => (
                <td key={day.toString()}>
                  <button
                    type="button"
                    ref={(element) => {
                      if (element && day.equals(at)) element.focus()
                    }}
                    tabIndex={day.equals(at) ? 0 : -1}
                    className={day.month === at.month ? undefined : 'out'}
                    aria-pressed={day.equals(value)}
                    aria-current={day.equals(today) ? 'date' : undefined}
                    aria-label={times.date(day)}
                    onClick={() => onPick(day)}
                  >
                    {day.day}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
