import { describe, expect, test } from 'vitest'
import type { Attempt } from '../../../../contract/deliveries.ts'
import { isMoving, phasesOf, stageOf } from './stage.ts'

describe('the first proof', () => {
  test('says that it is good only when it is published', () => {
    const sent = (status: Parameters<typeof stageOf>[0]['status']) => stageOf({ writing: true, sent: true, status })
    expect(sent('published')).toBe('out')
    expect([sent(null), sent('scheduled'), sent('publishing')]).toEqual(['going', 'going', 'going'])
    expect([sent('failed'), sent('unknown'), sent('retrying'), sent('canceled')]).toEqual([
      'stuck',
      'stuck',
      'stuck',
      'stuck',
    ])
    expect(stageOf({ writing: false, sent: false, status: null })).toBe('start')
  })

  test('is looked at again while it can move by itself, and not for ever', () => {
    expect(isMoving('retrying')).toBe(true)
    expect(isMoving('unknown')).toBe(false)
    expect(isMoving('published')).toBe(false)
  })

  test('shows the phases of the newest try, and no time for one that is not done', () => {
    const attempt = (number: number, state: 'done' | 'running'): Attempt => ({
      id: 'att_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      number,
      startedAt: '2026-11-22T09:00:00.000Z',
      endedAt: null,
      outcome: null,
      phases: [{ phase: 'prepare', state, startedAt: null, ms: 12, note: null }],
      reason: null,
    })
    expect(phasesOf([attempt(2, 'running'), attempt(1, 'done')])).toEqual([
      { phase: 'prepare', state: 'running', ms: null },
    ])
    expect(phasesOf([attempt(1, 'done')])[0]?.ms).toBe(12)
    expect(phasesOf(undefined)).toEqual([])
  })
})
