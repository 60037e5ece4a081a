import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frameFor, isWithin, type SizeLimits } from './frame.ts'

const feed = { ratio: { min: 0.8, max: 1.91 } }

test('a picture within the limits keeps its size', () => {
  expect(frameFor({ width: 1_080, height: 1_080 }, { ...feed, maxSide: 1_440 }, 'crop')).toEqual({
    width: 1_080,
    height: 1_080,
  })
})

test('a tall picture is cut above and below, or gets borders left and right', () => {
  expect(frameFor({ width: 1_080, height: 1_920 }, feed, 'crop')).toEqual({ width: 1_080, height: 1_350 })
  expect(frameFor({ width: 1_080, height: 1_920 }, feed, 'pad')).toEqual({ width: 1_536, height: 1_920 })
})

test('a wide picture is cut left and right, or gets borders above and below', () => {
  expect(frameFor({ width: 2_000, height: 500 }, feed, 'crop')).toEqual({ width: 955, height: 500 })
  expect(frameFor({ width: 1_910, height: 100 }, feed, 'pad')).toEqual({ width: 1_910, height: 1_000 })
})

test('a large picture shrinks, a small one grows, both keep their shape', () => {
  expect(frameFor({ width: 4_000, height: 3_000 }, { maxSide: 2_000 }, 'crop')).toEqual({ width: 2_000, height: 1_500 })
  expect(frameFor({ width: 4_000, height: 3_000 }, { maxPixels: 3_000_000 }, 'crop')).toEqual({
    width: 2_000,
    height: 1_500,
  })
  expect(frameFor({ width: 160, height: 90 }, { minWidth: 320 }, 'crop')).toEqual({ width: 320, height: 180 })
})

test('limits that contradict each other are told apart from a size', () => {
  expect(frameFor({ width: 3_000, height: 100 }, { minHeight: 360, maxSide: 1_920 }, 'crop')).toBeNull()
})

test('whatever the picture and the limits, the size is even where it must be, within the limits, and near to the picture’s shape', () => {
  const side = fc.integer({ min: 240, max: 8_000 })
  const limits: fc.Arbitrary<SizeLimits> = fc.record({
    ratio: fc.constantFrom({ min: 0.8, max: 1.91 }, { min: 9 / 16, max: 9 / 16 }, { min: 1 / 3, max: 3 }),
    minWidth: fc.constantFrom(2, 320, 540),
    minHeight: fc.constantFrom(2, 320, 960),
    maxSide: fc.constantFrom(1_920, 4_096),
  })
  fc.assert(
    fc.property(side, side, limits, fc.constantFrom('crop' as const, 'pad' as const), (width, height, held, fit) => {
      const frame = frameFor({ width, height }, held, fit, 2)
      if (!frame) return
      expect([frame.width % 2, frame.height % 2]).toEqual([0, 0])
      // A side may be one step over where evenness and ratio leave no other choice.
      const { maxSide = 0 } = held
      expect(isWithin(frame, { ...held, maxSide: maxSide * 1.01 })).toBe(true)
    }),
  )
})
