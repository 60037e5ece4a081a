import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundleChild, type ChildFile } from './bundle.ts'
import { openLane, type Lane } from './lane.ts'
import type { CrashPeer } from './peers.ts'

/** Random kills of a whole run of the crash tests, however the lanes share them. */
const allKills = Number(process.env['CRASH_KILLS'] ?? 200)
const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 1e9))

/** One studio for each list of platforms, side by side; `share` of the random kills falls to them. */
export function describeCrashes(
  name: string,
  share: number,
  start: (seed: number) => Promise<readonly (readonly CrashPeer[])[]>,
): void {
  describe(`${name} and a studio that dies`, () => {
    let child: ChildFile | null = null
    let lanes: readonly Lane[] = []
    const all = <Result>(work: (lane: Lane) => Promise<Result>) => Promise.all(lanes.map(work))

    beforeAll(async () => {
      const made = (child = await bundleChild('studio-child.ts'))
      const groups = await start(seed)
      lanes = await Promise.all(groups.map((peers, at) => openLane(peers, seed + at, made)))
    }, 120_000)
    afterAll(async () => {
      for (const lane of lanes) console.log(`crash test: ${lane.report()}`)
      await all((lane) => lane.stop())
      child?.remove()
    }, 60_000)

    test('killed right after every commit it makes, the studio publishes everything once', async () => {
      const commits = await all((lane) => lane.killAfterEachCommit())
      expect(commits.every((count) => count > 0)).toBe(true)
    }, 900_000)

    test('killed at random moments while its peers break connections, the studio publishes everything once', async () => {
      const each = Math.ceil((allKills * share) / lanes.length)
      const kills = await all((lane) => lane.killAtRandom(each))
      expect(kills.every((count) => count >= each)).toBe(true)
    }, 900_000)
  })
}
