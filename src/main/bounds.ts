import * as z from 'zod'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A window's place as it is kept between runs. */
export const SavedWindow = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() }),
  maximized: z.boolean(),
})
export type SavedWindow = z.infer<typeof SavedWindow>

export const minimumSize = { width: 640, height: 480 }
const firstSize = { width: 1_280, height: 840 }
/** How much of the title bar must show for a window to be got hold of. */
const graspable = { width: 120, height: 32 }

/**
 * Where to open the window. What was saved counts where it can still be seen and grasped on one of `workAreas` (screens
 * come and go); else it is centred on the first. Never larger than the screen it is on.
 */
export function placeWindow(saved: Rectangle | null, workAreas: readonly [Rectangle, ...Rectangle[]]): Rectangle {
  const wanted = saved ?? { x: 0, y: 0, ...firstSize }
  const on = saved && workAreas.find((area) => canGrasp(wanted, area))
  const area = on ?? workAreas[0]
  const width = Math.min(Math.max(wanted.width, minimumSize.width), area.width)
  const height = Math.min(Math.max(wanted.height, minimumSize.height), area.height)
  if (on) return { x: wanted.x, y: wanted.y, width, height }
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  }
}

function canGrasp(window: Rectangle, area: Rectangle): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const titleInside = window.y >= area.y && window.y + graspable.height <= area.y + area.height
  return across >= graspable.width && titleInside
}
