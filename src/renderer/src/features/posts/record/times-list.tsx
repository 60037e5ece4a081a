import { useTranslation } from 'react-i18next'
import type { Post } from '../../../../../contract/posts.ts'
import { useWorkspace } from '../../../lib/studio.ts'
import { timesIn, useTimes, zoneCity } from '../../../lib/times.ts'
import { useAccounts } from '../use-accounts.ts'
import { zoneLabel } from '../zone-label.ts'

/** Every time of a post: as it was meant, as it is here, and in UTC. */
export function TimesList({ post }: { readonly post: Post }) {
  const { t } = useTranslation('posts')
  const workspace = useWorkspace()
  const here = useTimes()
  const meant = useTimes(post.when?.zone)
  const accounts = useAccounts()
  const utc = timesIn(here.locale, 'UTC', here.weekStart, { today: '', tomorrow: '', yesterday: '' })
  const inZone = (moment: string) => here.full(moment)
  const rows: [string, string[]][] = [
    [
      t('times.planned'),
      post.when
        ? [
            ...(post.when.zone === workspace.zone
              ? []
              : [t('times.plannedIn', { time: meant.full(post.when.at), city: zoneCity(post.when.zone) })]),
            inZone(post.when.at),
            t('times.utc', { time: utc.full(post.when.at) }),
          ]
        : [t('times.notPlanned')],
    ],
    ...post.deliveries.flatMap((delivery): [string, string[]][] => {
      const account = accounts.nameOf(delivery.accountId)
      const own =
        delivery.dueAt === post.when?.at
          ? []
          : [[t('times.due', { account }), [inZone(delivery.dueAt)]] as [string, string[]]]
      const next = delivery.nextAt
        ? [[t('times.next', { account }), [inZone(delivery.nextAt)]] as [string, string[]]]
        : []
      const out = delivery.publishedAt
        ? [[t('times.published', { account }), [inZone(delivery.publishedAt)]] as [string, string[]]]
        : []
      return [...own, ...next, ...out]
    }),
    [t('times.created'), [inZone(post.createdAt)]],
    [t('times.updated'), [inZone(post.updatedAt)]],
    ...(post.deletedAt ? [[t('times.deleted'), [inZone(post.deletedAt)]] as [string, string[]]] : []),
  ]
  return (
    <>
      <p className="rec-none">{t('zone', { zone: zoneLabel(workspace.zone, here.zoneName()) })}</p>
      <dl className="facts">
        {rows.map(([name, lines], index) => (
          <div key={index}>
            <dt>{name}</dt>
            <dd>
              {lines.map((line) => (
                <span key={line}>{line}</span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
