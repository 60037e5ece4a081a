import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import { accountLabel } from '../../lib/account-label.ts'
import { useNow } from '../../lib/now.ts'
import { useTimes } from '../../lib/times.ts'
import { say } from '../../lib/say.ts'
import { daysUntil } from '../today/needs.ts'
import { methodOf } from './connect/fields.ts'
import { isConnectable } from './connect/platforms.ts'

const kinds = [
  'profile',
  'page',
  'organization',
  'channel',
  'group',
  'chat',
  'board',
  'community',
  'site',
  'business',
  'creator',
] as const
const ways = ['app_password', 'oauth', 'token', 'facebook_token', 'sandbox', 'webhook', 'bot', 'practice'] as const

/** What is said of an account: its kind and how it came, how it stands, what to do. */
export function useAccountWords() {
  const { t, i18n } = useTranslation('accounts')
  const times = useTimes()
  const now = useNow()
  const number = new Intl.NumberFormat(i18n.language)
  const kindOf = ({ kind }: Pick<Account, 'kind'>) => {
    const known = kinds.find((one) => one === kind)
    return known ? t(`kind.${known}`) : kind
  }
  const howOf = ({ platform, method }: Account) => {
    const byBrowser = isConnectable(platform) && methodOf(platform, method).kind === 'oauth'
    const known = byBrowser ? 'oauth' : ways.find((one) => one === method)
    if (known) return t(`how.${known}`)
    const key = `platforms:${platform}.connect.${method}`
    return i18n.exists(key) ? String(i18n.t(key as 'platforms:bluesky.connect.oauth')) : method
  }
  /** A time today by the clock alone: it stands in the middle of a sentence. */
  const seen = (moment: string) => (times.dayOf(moment).equals(times.today()) ? times.time(moment) : times.when(moment))
  return {
    kindOf,
    howOf,
    seen,
    /** `Fernweh Coffee · Profile, app password`; the name is left out where the label says it already. */
    underline: (account: Account) => {
      const rest = `${kindOf(account)}, ${howOf(account)}`
      return account.name === '' || account.name === accountLabel(account) ? rest : `${account.name} · ${rest}`
    },
    /** One or two words for the line. */
    state: ({ health: { state, checkedAt, expiresAt, reason } }: Account) => {
      const days = daysUntil(expiresAt, now.epochMilliseconds)
      switch (state) {
        case 'broken':
          return checkedAt ? t('brokenSeen', { time: seen(checkedAt) }) : t('broken')
        case 'locked':
          return t('locked')
        case 'expiring':
          return days === null ? t('expiresSoon') : days === 0 ? t('expiresToday') : t('expires', { count: days })
        case 'ok':
          return reason ? t('notReached') : expiresAt ? t('until', { time: times.dayName(expiresAt) }) : t('noExpiry')
      }
    },
    /** What happened and what to do. A platform's own reason wins where it knows more. */
    advice: ({ health: { state, reason, expiresAt } }: Account) => {
      if (state === 'locked') return t('lockedText')
      if (state === 'expiring')
        return expiresAt ? t('expiringText', { time: times.at(expiresAt) }) : t('expiringTextSoon')
      return reason ? say(reason) : t('brokenText')
    },
    quota: ({ quota }: Account) => {
      if (!quota) return t('noQuota')
      const left = t('quotaLeft', { remaining: number.format(quota.remaining), limit: number.format(quota.limit) })
      const over = quota.resetsAt === null || Date.parse(quota.resetsAt) < now.epochMilliseconds
      return over ? left : `${left} ${t('quotaUntil', { time: times.at(quota.resetsAt ?? '') })}`
    },
  }
}
