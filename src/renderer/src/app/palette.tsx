import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActionList } from '../lib/actions.ts'
import { useGo } from '../lib/go.ts'
import { useStudio } from '../lib/studio.ts'
import { Dialog, Icon, Kbd, Status } from '../ui/index.ts'

/** ⌘K: every view, every action offered now, and posts by their words. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('app')
  const go = useGo()
  const actions = useActionList().filter((action) => !action.hidden)
  const groups = inOrder([...new Set(actions.map((action) => action.group))], t('palette.go'), [
    t('palette.do'),
    t('palette.workspaces'),
  ])
  const [query, setQuery] = useState('')
  const posts = useFoundPosts(query)
  const run = (act: () => void) => {
    onClose()
    // After the dialog has given focus back, so that an action that focuses something keeps it.
    requestAnimationFrame(act)
  }
  return (
    <Dialog open onClose={onClose} title={t('palette.label')} hideTitle className="palette">
      <Command loop label={t('palette.label')}>
        <Command.Input autoFocus value={query} onValueChange={setQuery} placeholder={t('palette.placeholder')} />
        <Command.List>
          {posts.length === 0 && <Command.Empty>{t('palette.none')}</Command.Empty>}
          {groups.map((group) => (
            <Command.Group key={group} heading={group}>
              {actions
                .filter((action) => action.group === group)
                .map((action) => (
                  <Command.Item
                    key={action.id}
                    className="menu-item"
                    value={action.id}
                    keywords={[action.label, group, ...(action.keywords ?? [])]}
                    onSelect={() => run(action.run)}
                  >
                    {action.icon ? <Icon of={action.icon} /> : <span className="i" />}
                    <span className="clip">{action.label}</span>
                    {action.shortcut && (
                      <span className="end">
                        <Kbd keys={action.shortcut} />
                      </span>
                    )}
                  </Command.Item>
                ))}
            </Command.Group>
          ))}
          {posts.length > 0 && (
            <Command.Group heading={t('palette.posts')} forceMount>
              {posts.map((post) => (
                <Command.Item
                  key={post.id}
                  forceMount
                  className="menu-item"
                  value={post.id}
                  onSelect={() => run(() => go.compose(post.id))}
                >
                  <span className="clip">{post.title || post.firstLine}</span>
                  <span className="end">
                    <Status value={post.status} />
                  </span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  )
}

/** Where to go first, then what the view in front offers, then the rest. */
function inOrder(groups: readonly string[], first: string, last: readonly string[]): readonly string[] {
  const place = (group: string) => (group === first ? -1 : last.indexOf(group) + 1)
  return groups.toSorted((a, b) => place(a) - place(b))
}

function useFoundPosts(query: string) {
  const studio = useStudio()
  const q = useDeferredValue(query.trim())
  const found = useQuery({ ...studio.posts.list.queryOptions({ input: { q, limit: 6 } }), enabled: q.length > 1 })
  return q.length > 1 ? (found.data?.items ?? []) : []
}
