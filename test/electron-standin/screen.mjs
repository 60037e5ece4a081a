// `screen`: one display of 1920 × 1080 unless STANDIN_DISPLAYS holds a JSON list of `{ x, y, width, height }`.
import { EventEmitter } from 'node:events'

const rectangles = JSON.parse(process.env.STANDIN_DISPLAYS ?? '[{"x":0,"y":0,"width":1920,"height":1080}]')

const displays = rectangles.map((bounds, index) => ({
  id: index + 1,
  label: `Display ${index + 1}`,
  scaleFactor: 1,
  rotation: 0,
  bounds,
  workArea: bounds,
  size: { width: bounds.width, height: bounds.height },
  workAreaSize: { width: bounds.width, height: bounds.height },
}))

function overlap(a, b) {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}

export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => displays[0],
  getAllDisplays: () => displays,
  getDisplayMatching: (rectangle) =>
    displays.reduce((best, next) => (overlap(next.bounds, rectangle) > overlap(best.bounds, rectangle) ? next : best)),
  getDisplayNearestPoint: ({ x, y }) => screen.getDisplayMatching({ x, y, width: 1, height: 1 }),
  getCursorScreenPoint: () => ({ x: 0, y: 0 }),
})
