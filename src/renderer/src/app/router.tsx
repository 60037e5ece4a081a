import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { Skeleton } from '../ui/index.ts'
import { ViewBoundary } from './boundary.tsx'
import { Shell } from './shell.tsx'
import { views } from './views.ts'

const root = createRootRoute({ component: Shell, notFoundComponent: () => null })

type Search = Record<string, string | undefined>

/** Addresses hold text only: numbers and flags are written as text, so that an address pasted by hand means the same. */
function readSearch(search: Record<string, unknown>): Search {
  return Object.fromEntries(
    Object.entries(search).map(([key, value]) => [key, value == null ? undefined : String(value)]),
  )
}

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: views[0]?.path ?? '/compose' })
  },
})

const routes = views.flatMap(({ name, path, load }) => {
  const paths = name === 'compose' ? [path, `${path}/$postId`] : [path]
  return paths.map((one) =>
    createRoute({
      getParentRoute: () => root,
      path: one,
      component: lazyRouteComponent(load, 'View'),
      validateSearch: readSearch,
      pendingComponent: () => <Skeleton />,
      errorComponent: ViewBoundary,
    }),
  )
})

export const router = createRouter({
  routeTree: root.addChildren([index, ...routes]),
  history: createHashHistory(),
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  defaultErrorComponent: ViewBoundary,
})
