import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { createBench } from './conformance-bench.ts'
import { describeDoubt } from './conformance-doubt.ts'
import { describeLife } from './conformance-life.ts'
import { describeRefusals } from './conformance-refusals.ts'
import { describeSending } from './conformance-sends.ts'
import type { ConformanceSubject } from './conformance-subject.ts'

export type { ConformanceSubject, DocumentedError, Peer, PeerPost } from './conformance-subject.ts'

/**
 * The suite every publisher passes: what goes out, what each refusal means, and above all that no answer is ever taken for another.
 * What a platform has is read from its rules; where it lacks something, it is tested that our own check says so.
 */
export function describePublisher(subject: ConformanceSubject): void {
  describe(`${subject.name} as a publisher`, () => {
    const bench = createBench(subject)
    beforeAll(() => bench.setUp(), 120_000)
    afterAll(() => bench.tearDown())
    // A fault that one test ordered and did not meet must not hit the next.
    afterEach(() => bench.peer.chaos.plan.heal())

    describeSending(bench)
    describeDoubt(bench)
    describeLife(bench)
    describeRefusals(bench)
  })
}
