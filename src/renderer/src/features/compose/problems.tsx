import { CircleX, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Fix } from '../../../../contract/platforms/index.ts'
import { setChoice } from '../../lib/choices.ts'
import { useGo } from '../../lib/go.ts'
import { problemText } from '../../lib/problems.ts'
import { Button, Icon, platformNames, SectionHead } from '../../ui/index.ts'
import { type Found, fixEdit } from './check.ts'
import { ConvertFix } from './convert-fix.tsx'
import { useComposing } from './context.ts'
import { hasOwnText, partsOf } from './draft.ts'
import { openAlt } from './focus.ts'

/** Everything to look at before it goes, with the fixes a machine can make. */
export function Problems() {
  const { t } = useTranslation('compose')
  const { found, chosen } = useComposing()
  if (chosen.length === 0) return null
  const errors = found.filter((one) => one.problem.severity === 'error').length
  const warnings = found.length - errors
  const counts = [
    errors > 0 && t('problemCount', { count: errors }),
    warnings > 0 && t('warningCount', { count: warnings }),
  ]
    .filter(Boolean)
    .join(', ')
  return (
    <div className="prob" role="region" aria-label={t('beforeItGoes')}>
      <SectionHead count={counts || t('nothingWrong')}>{t('beforeItGoes')}</SectionHead>
      {found.length > 0 && (
        <ul>
          {found.map((one, index) => (
            <ProblemLine key={index} found={one} />
          ))}
        </ul>
      )}
    </div>
  )
}

function ProblemLine({ found }: { readonly found: Found }) {
  const { t } = useTranslation()
  const { t: tc } = useTranslation('compose')
  const { chosen } = useComposing()
  const { problem, accounts } = found
  const isError = problem.severity === 'error'
  const names = [...new Set(accounts.map((account) => platformNames[account.platform]))]
  const who = accounts.length === chosen.length && chosen.length > 1 ? tc('all') : names.join(', ')
  const text = problemText(t, problem, accounts[0]?.platform)
  return (
    <li className={isError ? 'bad' : 'warn'}>
      <Icon of={isError ? CircleX : TriangleAlert} label={tc(isError ? 'problem' : 'warning')} />
      <div>
        <span className="word">{who}</span> {text.startsWith(`${who} `) ? text.slice(who.length + 1) : text}
      </div>
      <div className="fix">
        {problem.fixes.map((fix) =>
          fix === 'convert' ? <ConvertFix key={fix} found={found} /> : <FixButton key={fix} fix={fix} found={found} />,
        )}
      </div>
    </li>
  )
}

function FixButton({ fix, found }: { readonly fix: Fix; readonly found: Found }) {
  const { t } = useTranslation('compose')
  const go = useGo()
  const { session, draft, assets, select } = useComposing()
  const { problem, accounts } = found
  const [first] = accounts
  const run = () => {
    const edit = fixEdit(fix, found, assets)
    if (edit) return session.edit(edit)
    if (!first) return
    switch (fix) {
      case 'add_alt': {
        select(first.id)
        const part = partsOf(draft, hasOwnText(draft, first.id) ? first.id : null)[problem.part ?? 0]
        if (part) openAlt(part.key, problem.media ?? 0)
        break
      }
      case 'open_settings':
        select(first.id)
        setChoice('compose.settings', true)
        requestAnimationFrame(() =>
          document.querySelector<HTMLElement>('.set input, .set select, .set button.field')?.focus(),
        )
        break
      case 'reconnect':
        go.accounts({ reconnect: first.id })
        break
      case 'set_up_media_host':
        go.settings({ section: 'mediaHost' })
        break
      case 'pick_time':
        document.querySelector<HTMLElement>('.when .dtf button')?.focus()
        break
      default:
        break
    }
  }
  return (
    <Button small onClick={run}>
      {t(`fix.${fix}`)}
    </Button>
  )
}
