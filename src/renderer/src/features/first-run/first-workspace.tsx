import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaveWorkspace, WorkspaceFields } from '../../app/workspaces.tsx'
import { Button, Masthead } from '../../ui/index.ts'
import { SampleSheet } from './sheet.tsx'
import { TitlePage } from './title-page.tsx'

/** The studio has no workspace yet: name one, and pull the first proof in it. */
export function FirstWorkspace({ onMade }: { readonly onMade: (id: string) => void }) {
  const { t } = useTranslation('firstRun')
  const { t: app } = useTranslation('app')
  const save = useSaveWorkspace(null, onMade)
  useEffect(() => {
    document.title = app('name')
  }, [app])
  return (
    <main className="view fr-alone">
      <Masthead title={app('name')} />
      <TitlePage title={t('title')} lead={t('name.lead')} aside={<SampleSheet />}>
        <div className="fr-name">
          <WorkspaceFields id="first-workspace" workspace={null} save={save} />
          <div className="fr-go">
            <Button look="primary" type="submit" form="first-workspace" busy={save.busy}>
              {app('workspace.create')}
            </Button>
          </div>
        </div>
      </TitlePage>
    </main>
  )
}
