import { ChartColumn, CalendarSync, ImagePlus, type LucideIcon, Quote, Sparkles, Video } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../lib/actions.ts'
import { useGo } from '../lib/go.ts'

const sections = { ai: Sparkles, brand: Quote, cadence: CalendarSync, aiUsage: ChartColumn } as const satisfies Record<
  string,
  LucideIcon
>

/** What belongs to AI and is reached from anywhere: its settings, and making a picture or a video. */
export function useAiActions(): void {
  const { t } = useTranslation('app')
  const { t: named } = useTranslation('settings')
  const { t: making } = useTranslation('making')
  const go = useGo()
  const place = (section: keyof typeof sections) => ({
    id: `go.settings.${section}`,
    label: `${named('title')}: ${named(section)}`,
    group: t('palette.go'),
    icon: sections[section],
    run: () => go.settings({ section }),
  })
  useAction(place('ai'))
  useAction(place('brand'))
  useAction(place('cadence'))
  useAction(place('aiUsage'))
  const make = (kind: 'image' | 'video', icon: LucideIcon) => ({
    id: `make.${kind}`,
    label: making(kind === 'image' ? 'aPicture' : 'aVideo'),
    group: t('palette.do'),
    icon,
    run: () => go.media({ make: kind }),
  })
  useAction(make('image', ImagePlus))
  useAction(make('video', Video))
}
