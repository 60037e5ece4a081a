import { useQuery } from '@tanstack/react-query'
import { ChevronRight, Globe, Plus, TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGo } from '../../lib/go.ts'
import { useNow } from '../../lib/now.ts'
import { useStudio, useWorkspace } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { PaletteButton } from '../../app/palette-button.tsx'
import { Button, EmptyState, ErrorState, Icon, Masthead, SectionHead, Skeleton } from '../../ui/index.ts'
import { slotsByDay } from '../calendar/free-slots.ts'
import { byDay } from '../calendar/layout.ts'
import { startOfDay } from '../calendar/span.ts'
import { todayIn } from '../calendar/use-lift.ts'
import { clockText } from '../calendar/wall-clock.ts'
import { usePostName } from '../posts/post-name.ts'
import { useAccounts } from '../posts/use-accounts.ts'
import { useTroubles } from '../posts/use-troubles.ts'
import { zoneLabel } from '../posts/zone-label.ts'
import { NeedItem } from './need-item.tsx'
import { countsOf, type Need, needsOf } from './needs.ts'
import { OtherWorkspaces } from './other-workspaces.tsx'
import { Programme } from './programme.tsx'
import { type DayFacts, emphasised, factsOf, programmeOf } from './programme-lines.ts'
import './today.css'

/** Posts and free slots of today and tomorrow. */
function useDays() {
  const studio = useStudio()
  const { zone } = useWorkspace()
  const now = useNow()
  const { day, minute } = todayIn(now, zone)
  const date = now.toZonedDateTimeISO(zone).toPlainDate()
  const tomorrow = date.add({ days: 1 })
  const [from, to] = [startOfDay(date, zone), startOfDay(tomorrow.add({ days: 1 }), zone)]
  const posts = useQuery(studio.posts.calendar.queryOptions({ input: { from, to } }))
  const slots = useQuery(studio.slots.free.queryOptions({ input: { from, to } }))
  const days = useMemo(() => byDay(posts.data ?? [], zone, from, to), [posts.data, zone, from, to])
  const free = useMemo(() => slotsByDay(slots.data ?? [], zone, from, to, []), [slots.data, zone, from, to])
  const of = (one: string) => ({ posts: days.get(one) ?? [], slots: free.get(one) ?? [] })
  return { posts, date, minute, now: now.epochMilliseconds, today: of(day), tomorrow: of(tomorrow.toString()) }
}

/** What needs you, from wherever it is known. */
function useNeeds() {
  const studio = useStudio()
  const posts = useQuery(studio.posts.list.queryOptions({ input: { needsYou: true, limit: 200 } }))
  const inReview = useQuery(studio.posts.list.queryOptions({ input: { status: ['in_review'], limit: 50 } }))
  const troubles = useTroubles()
  const approvals = useQuery(studio.approvals.list.queryOptions({ input: { state: 'waiting', limit: 100 } }))
  const accounts = useAccounts()
  const needs = useMemo(
    () =>
      needsOf({
        posts: posts.data?.items ?? [],
        inReview: inReview.data?.items ?? [],
        troubles: troubles.byPost,
        approvals: approvals.data?.items ?? [],
        accounts: accounts.all,
      }),
    [posts.data, inReview.data, troubles.byPost, approvals.data, accounts.all],
  )
  const queries = [posts, inReview, troubles.query, approvals]
  return {
    needs,
    loading: queries.some((query) => query.isPending),
    failed: queries.find((query) => query.isError && !query.data),
  }
}

export function View() {
  const { t } = useTranslation('today')
  const go = useGo()
  const { zone } = useWorkspace()
  const times = useTimes()
  const days = useDays()
  const needs = useNeeds()
  return (
    <main className="view">
      <Masthead
        title={t('title')}
        meta={
          <>
            <Icon of={Globe} size="s" />
            {zoneLabel(zone, times.zoneName())}
          </>
        }
      >
        <PaletteButton />
        <Button look="primary" icon={Plus} shortcut="n" onClick={() => go.newPost()}>
          {t('newPost')}
        </Button>
      </Masthead>
      <div className="td-page">
        <section className="td-left scroll" aria-label={t('programme')}>
          <Day days={days} needs={needs.needs} />
        </section>
        <aside className="td-right scroll">
          <Needs {...needs} />
          <OtherWorkspaces />
        </aside>
      </div>
    </main>
  )
}

function Day({ days, needs }: { readonly days: ReturnType<typeof useDays>; readonly needs: readonly Need[] }) {
  const { t } = useTranslation('today')
  const go = useGo()
  const times = useTimes()
  const { posts, date, minute, now, today, tomorrow } = days
  const lines = programmeOf(today.posts, today.slots, now)
  const later = programmeOf(tomorrow.posts, tomorrow.slots, null)
  const counted = [
    tomorrow.posts.length > 0 ? t('tomorrowPosts', { count: tomorrow.posts.length }) : t('tomorrowNone'),
    tomorrow.slots.length > 0 && t('tomorrowSlots', { count: tomorrow.slots.length }),
  ]
  return (
    <>
      <div className="td-day">
        <h2>{times.longDate(date)}</h2>
        {posts.data && <Sentence facts={factsOf(today.posts, now)} any={lines.length > 0} />}
      </div>
      <Jump needs={needs} />
      {posts.isError && !posts.data && (
        <ErrorState title={t('failed')} error={posts.error} onRetry={() => void posts.refetch()} />
      )}
      {posts.isPending && <Skeleton rows={6} />}
      {posts.data && lines.length > 0 && <Programme label={t('programme')} lines={lines} nowMinute={minute} />}
      {posts.data && lines.length === 0 && (
        <EmptyState
          title={t('empty')}
          action={
            <>
              <Button onClick={() => go.newPost()}>{t('newPost')}</Button>
              <Button look="plain" onClick={() => go.calendar()}>
                {t('openCalendar')}
              </Button>
            </>
          }
        >
          {t('emptyText')}
        </EmptyState>
      )}
      {posts.data && (
        <section className="td-tomorrow">
          <SectionHead count={counted.filter(Boolean).join(', ')}>{t('tomorrow')}</SectionHead>
          {later.length > 0 && <Programme small label={t('tomorrow')} lines={later} nowMinute={minute} />}
        </section>
      )}
    </>
  )
}

const mark = '\u0001'

/** "Two are out, one is going out. Four more to go, the next is Meet Marta at 12:30." */
function Sentence({ facts: { out, going, toGo, next }, any }: { readonly facts: DayFacts; readonly any: boolean }) {
  const { t } = useTranslation('today')
  const nameOf = usePostName()
  const word = (number: number) => t('numbers').split(' ')[number] ?? String(number)
  if (out + going + toGo === 0) return <p>{t(any ? 'sentence.done' : 'sentence.nothing')}</p>
  const done = [
    out > 0 && t('sentence.out', { count: out, number: word(out) }),
    going > 0 && t('sentence.going', { count: going, number: word(going) }),
  ]
    .filter(Boolean)
    .join(', ')
  const rest = next
    ? t(done ? 'sentence.more' : 'sentence.only', {
        count: toGo,
        number: word(toGo),
        next: mark,
      })
    : t('sentence.done')
  const insert = next ? t('sentence.nextPost', { name: nameOf(next.post), time: clockText(next.minute) }) : ''
  return (
    <p>
      {done && `${capital(done)}. `}
      {emphasised(rest, mark, insert).map(({ text, strong }, index) => {
        const said = index === 0 ? capital(text) : text
        return strong ? <b key={index}>{said}</b> : <span key={index}>{said}</span>
      })}
    </p>
  )
}

const capital = (text: string) => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)

/** In a narrow window what needs you lies far below: one line leads there. */
function Jump({ needs }: { readonly needs: readonly Need[] }) {
  const { t } = useTranslation('today')
  if (needs.length === 0) return null
  const sum = countsOf(needs).map(({ kind, count }) => t(`needs.sum.${kind}`, { count }))
  return (
    <button type="button" className="td-jump" onClick={() => document.getElementById('needs')?.scrollIntoView()}>
      <Icon of={TriangleAlert} size="s" />
      <span className="grow clip">
        <b>{t('needs.jump', { count: needs.length })}</b> {sum.join(', ')}
      </span>
      <Icon of={ChevronRight} size="s" />
    </button>
  )
}

const shownAtFirst = 8

function keyOf(need: Need): string {
  if (need.kind === 'account') return need.account.id
  if (need.kind === 'approval') return need.approval.id
  return `${need.kind}${need.post.id}${'delivery' in need ? need.delivery.id : ''}`
}

function Needs({ needs, loading, failed }: ReturnType<typeof useNeeds>) {
  const { t } = useTranslation('today')
  const [all, setAll] = useState(false)
  const shown = all ? needs : needs.slice(0, shownAtFirst)
  return (
    <section id="needs" aria-label={t('needs.title')}>
      <SectionHead count={needs.length > 0 ? needs.length : undefined}>{t('needs.title')}</SectionHead>
      {failed && <ErrorState title={t('needsFailed')} error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && loading && needs.length === 0 && <Skeleton rows={4} />}
      {!failed && !loading && needs.length === 0 && (
        <p className="td-calm">
          <b>{t('needs.none')}</b> {t('needs.noneText')}
        </p>
      )}
      <ul className="needs">
        {shown.map((need) => (
          <NeedItem key={keyOf(need)} need={need} />
        ))}
      </ul>
      {needs.length > shown.length && (
        <Button small look="plain" onClick={() => setAll(true)}>
          {t('needs.more', { count: needs.length - shown.length })}
        </Button>
      )}
    </section>
  )
}
