import { expect, test } from 'vitest'
import { placeWindow } from './bounds.ts'

const laptop = { x: 0, y: 25, width: 1_440, height: 875 }
const external = { x: 1_440, y: 0, width: 2_560, height: 1_440 }

test('the first window is centred and fits', () => {
  expect(placeWindow(null, [external])).toEqual({ x: 1_440 + 640, y: 300, width: 1_280, height: 840 })
  expect(placeWindow(null, [{ x: 0, y: 0, width: 1_024, height: 600 }])).toEqual({
    x: 0,
    y: 0,
    width: 1_024,
    height: 600,
  })
})

test('a window opens where it was', () => {
  const saved = { x: 2_000, y: 200, width: 1_100, height: 800 }
  expect(placeWindow(saved, [laptop, external])).toEqual(saved)
})

test('a window of a screen that is gone comes back to one that is there', () => {
  expect(placeWindow({ x: 2_000, y: 200, width: 1_100, height: 800 }, [laptop])).toEqual({
    x: 170,
    y: 63,
    width: 1_100,
    height: 800,
  })
})

test('a window that could not be grasped is brought back', () => {
  for (const [x, y] of [
    [-1_090, 100],
    [1_400, 100],
    [100, 0],
    [100, 890],
  ] as const) {
    expect(placeWindow({ x, y, width: 1_100, height: 800 }, [laptop])).toMatchObject({ x: 170, y: 63 })
  }
})

test('a size that fits no more, or makes no sense, is mended', () => {
  expect(placeWindow({ x: 10, y: 30, width: 9_000, height: 9_000 }, [laptop])).toEqual({
    x: 10,
    y: 30,
    width: 1_440,
    height: 875,
  })
  expect(placeWindow({ x: 200, y: 200, width: 10, height: 10 }, [laptop])).toEqual({
    x: 400,
    y: 223,
    width: 640,
    height: 480,
  })
})
