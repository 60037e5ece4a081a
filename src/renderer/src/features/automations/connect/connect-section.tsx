import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { openOutside } from '../../../lib/bridge.ts'
import { useGo } from '../../../lib/go.ts'
import { host } from '../../../lib/studio.ts'
import {
  Button,
  Checkbox,
  CopyButton,
  ErrorState,
  Field,
  Note,
  SectionHead,
  Segmented,
  Select,
  Skeleton,
} from '../../../ui/index.ts'
import { Snippet } from './snippet.tsx'
import {
  clients,
  curlSnippets,
  keyPlaceholder,
  mcpSnippet,
  type McpClient,
  type McpWay,
  takesAddress,
} from './snippets.ts'

/** Where the studio answers, and how agents and scripts are set up to ask it. */
export function ConnectSection() {
  const { t } = useTranslation('automations')
  const info = useQuery(host.system.info.queryOptions())
  if (info.isError && !info.data)
    return <ErrorState title={t('connect.addressFailed')} error={info.error} onRetry={() => void info.refetch()} />
  if (!info.data) return <Skeleton rows={8} />
  const { url } = info.data
  return (
    <>
      <section>
        <SectionHead>{t('connect.address')}</SectionHead>
        {url === null ? <Note tone="warn">{t('connect.addressNone')}</Note> : <Address url={url} />}
      </section>
      <Agents url={url} />
      {url !== null && <Scripts url={url} />}
    </>
  )
}

function Address({ url }: { readonly url: string }) {
  const { t } = useTranslation('automations')
  const rows = [
    { name: t('connect.base'), address: `${url}/v1` },
    { name: t('connect.mcp'), address: `${url}/mcp` },
    { name: t('connect.openapi'), address: `${url}/v1/openapi.json` },
    { name: t('connect.docs'), address: `${url}/docs` },
  ]
  return (
    <>
      <p className="soft">{t('connect.addressWhat')}</p>
      <dl className="au-facts">
        {rows.map(({ name, address }) => (
          <div key={address}>
            <dt>{name}</dt>
            <dd className="row">
              <span className="mono grow">{address}</span>
              <CopyButton small text={address} label={t('copy')} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="acts">
        <Button icon={ExternalLink} onClick={() => openOutside(`${url}/docs`)}>
          {t('connect.openDocs')}
        </Button>
      </div>
    </>
  )
}

function Agents({ url }: { readonly url: string | null }) {
  const { t } = useTranslation('automations')
  const go = useGo()
  const [client, setClient] = useState<McpClient>('claudeDesktop')
  const [chosen, setWay] = useState<McpWay>('stdio')
  const [readOnly, setReadOnly] = useState(false)
  const canChoose = takesAddress(client) && url !== null
  const way = canChoose ? chosen : 'stdio'
  const into = client === 'other' ? (way === 'http' ? 'otherHttp' : 'otherStdio') : client
  return (
    <section>
      <SectionHead>{t('connect.agents')}</SectionHead>
      <p className="soft">{t('connect.agentsWhat')}</p>
      <div className="acts">
        <Button onClick={() => go.automations({ section: 'keys', make: 'key' })}>{t('connect.makeKey')}</Button>
      </div>
      <div className="row wrap au-tools">
        <Field label={t('connect.client')} hideLabel>
          <Select
            value={client}
            options={clients.map((value) => ({ value, label: t(`connect.clients.${value}`) }))}
            onChange={setClient}
          />
        </Field>
        {canChoose && (
          <Segmented
            label={t('connect.way')}
            value={way}
            options={(['stdio', 'http'] as const).map((value) => ({ value, label: t(`connect.ways.${value}`) }))}
            onChange={setWay}
          />
        )}
        <Checkbox checked={readOnly} onChange={setReadOnly}>
          {t('connect.readOnly')}
        </Checkbox>
      </div>
      <p>{t(`connect.into.${into}`)}</p>
      <Snippet label={t(`connect.clients.${client}`)} text={mcpSnippet({ client, way, readOnly, url: url ?? '' })} />
      <p className="soft">
        {t('connect.keyHint', { placeholder: keyPlaceholder })} {way === 'stdio' && t('connect.stdioHint')}{' '}
        {!takesAddress(client) && t('connect.desktopHttp')}
      </p>
    </section>
  )
}

function Scripts({ url }: { readonly url: string }) {
  const { t } = useTranslation('automations')
  const { list, draft } = curlSnippets(url)
  return (
    <>
      <section>
        <SectionHead>{t('connect.scripts')}</SectionHead>
        <p className="soft">{t('connect.scriptsWhat')}</p>
        <h3>{t('connect.first')}</h3>
        <Snippet text={list} label={t('connect.first')} />
        <h3>{t('connect.draft')}</h3>
        <Snippet text={draft} label={t('connect.draft')} />
      </section>
      <section>
        <SectionHead>{t('connect.cli')}</SectionHead>
        <p className="soft">{t('connect.cliWhat')}</p>
        <Snippet text={'broadside status\nbroadside --help'} label={t('connect.cli')} />
      </section>
    </>
  )
}
