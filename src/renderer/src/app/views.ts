import {
  CalendarDays,
  Image,
  type LucideIcon,
  Newspaper,
  NotebookPen,
  Settings,
  Sparkles,
  TableProperties,
  Users,
  Workflow,
} from 'lucide-react'
import type { ComponentType } from 'react'

/** A view is a folder in features whose view.tsx exports `View`; its code is loaded when it is first opened. */
const found = import.meta.glob<{ View: ComponentType }>('../features/*/view.tsx')

export interface ViewEntry {
  readonly name:
    'today' | 'compose' | 'calendar' | 'posts' | 'media' | 'accounts' | 'automations' | 'settings' | 'first-run'
  readonly path: `/${string}`
  readonly icon: LucideIcon
  /** Second key of the `g` sequence that goes there. */
  readonly key: string
  readonly load: () => Promise<{ View: ComponentType }>
}

const known = [
  { name: 'today', path: '/today', icon: Newspaper, key: 't' },
  { name: 'compose', path: '/compose', icon: NotebookPen, key: 'w' },
  { name: 'calendar', path: '/calendar', icon: CalendarDays, key: 'c' },
  { name: 'posts', path: '/posts', icon: TableProperties, key: 'p' },
  { name: 'media', path: '/media', icon: Image, key: 'm' },
  { name: 'accounts', path: '/accounts', icon: Users, key: 'a' },
  { name: 'automations', path: '/automations', icon: Workflow, key: 'o' },
  { name: 'settings', path: '/settings', icon: Settings, key: 's' },
  { name: 'first-run', path: '/welcome', icon: Sparkles, key: '' },
] as const

/** The views this build has, in the order of the rail. */
export const views: readonly ViewEntry[] = known.flatMap((view) => {
  const load = found[`../features/${view.name}/view.tsx`]
  return load ? [{ ...view, load }] : []
})

/** Groups of the rail, with a hairline between; settings stands at the foot. */
export const railGroups: readonly (readonly ViewEntry['name'][])[] = [
  ['today', 'compose'],
  ['calendar', 'posts', 'media'],
  ['accounts', 'automations'],
]
