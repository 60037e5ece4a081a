import { expect } from 'vitest'
import type { PlatformRules, PostKind } from '../../contract/platforms/index.ts'
import { systemClock, type Clock } from '../clock.ts'
import {
  createDriver,
  movedClock,
  type DeliverySpec,
  type Driver,
  type PartSpec,
  type TestDelivery,
} from './conformance-driver.ts'
import { isMatch, type RequestMatch } from './conformance-network.ts'
import type { ConformanceSubject, Peer, PeerPost, TestDraft } from './conformance-subject.ts'
import type { OutgoingMedia, PublisherAccount, Secrets } from './publisher.ts'

/** What the tests of one subject share: its peer, a driver, and how drafts are made and counted. */
export interface Bench {
  readonly subject: ConformanceSubject
  readonly rules: PlatformRules
  readonly peer: Peer
  readonly driver: Driver
  readonly clock: Clock
  setUp(): Promise<void>
  tearDown(): Promise<void>
  /** Words no other post has. */
  marker(): string
  /** Posts at the peer with these words. */
  found(text: string): Promise<PeerPost[]>
  /** A delivery of these texts, with the files that every post must have here. */
  start(...texts: string[]): Promise<TestDelivery>
  /** One post with files that are uploaded: two images where there can be, else what there is. */
  withFiles(text: string): Promise<TestDelivery>
  ofKind(kind: PostKind, text: string, settings?: Readonly<Record<string, unknown>>): Promise<TestDelivery>
  deliver(parts: readonly PartSpec[], text: string, extra?: DeliverySpec): TestDelivery
  images(count: number): Promise<OutgoingMedia[]>
  /** The files that a post must have here, none of them used before. */
  needed(): Promise<OutgoingMedia[]>
  /** Requests that the peer answered with success. */
  uploads(): number
  commits(): number
  /** Whether somebody can have files uploaded ahead of the commit. */
  readonly takesUploads: boolean
  /** Looks for what is in doubt, and makes sure that looking sent nothing. `aheadMs`: our clock is that much later than the peer's. */
  look(delivery: TestDelivery, aheadMs?: number): Promise<string>
  /** As a program that was started again. */
  restart(): void
  /** A driver of another connection, or of another place. Ended with the bench. */
  another(account: PublisherAccount, secrets: Secrets, origin?: string): Promise<Driver>
}

export function createBench(subject: ConformanceSubject): Bench {
  const { rules } = subject.knowledge
  const drivers: Driver[] = []
  let peer: Peer | undefined
  let driver: Driver | undefined
  let clock: Clock = systemClock
  let count = 0

  const thePeer = () => {
    if (!peer) throw new Error('The peer has not started')
    return peer
  }
  const theDriver = () => {
    if (!driver) throw new Error('The driver has not started')
    return driver
  }
  const answered = (match: RequestMatch | null) =>
    thePeer().chaos.requests.filter(
      ({ method, target, status }) =>
        match && isMatch(match, method, target.split('?')[0] ?? '') && status !== null && isTaken(status),
    ).length

  async function another(account: PublisherAccount, secrets: Secrets, origin = thePeer().origin): Promise<Driver> {
    const patience = thePeer().advance ? { patienceMs: 600_000 } : {}
    const made = await createDriver(subject.at(origin).publisher, account, secrets, { clock, ...patience })
    drivers.push(made)
    return made
  }

  const images = async (howMany: number) => {
    const all = [
      ['red.png', '#d33', 'A red card'],
      ['blue.png', '#33d', 'A blue card'],
    ] as const
    return await Promise.all(all.slice(0, howMany).map(([name, colour, alt]) => theDriver().image(name, colour, alt)))
  }
  const video = () =>
    theDriver().video('film.mp4', {
      alt: rules.media.altMax > 0 ? 'A film' : '',
      ...(subject.filmBytes !== undefined && { bytes: subject.filmBytes }),
    })
  const needed = async () => (subject.needs === 'image' ? await images(1) : subject.needs === 'video' ? [video()] : [])
  const written = (text: string): DeliverySpec & { text: string } => {
    const isTitled = typeof rules.title === 'object' && rules.title.required
    return { text, ...(isTitled && { title: text.slice(0, 100) }), ...subject.write?.(text) }
  }
  const deliver: Bench['deliver'] = (parts, text, extra = {}) => {
    const { text: _text, ...usual } = written(text)
    return theDriver().newDelivery(parts, {
      ...usual,
      ...extra,
      settings: { ...usual.settings, ...extra.settings },
    })
  }
  const part = (text: string, media: readonly OutgoingMedia[] = []): PartSpec => ({ text: written(text).text, media })

  async function usual(kind: PostKind, text: string): Promise<TestDraft> {
    switch (kind) {
      case 'text':
        return { parts: [part(text)] }
      case 'article':
        return { parts: [part(text)], title: text }
      case 'link':
        return { parts: [part(text)], link: 'https://page.invalid/a?b=c&d=e' }
      case 'image':
        return { parts: [part(text, await images(1))] }
      case 'carousel':
        return { parts: [part(text, await images(2))] }
      case 'video':
      case 'reel':
      case 'short':
        return { parts: [part(text, [video()])] }
      case 'story':
      case 'document':
      case 'poll':
        throw new Error(`${subject.name} takes a ${kind}: say in kinds.${kind} how one is made`)
    }
  }

  return {
    subject,
    rules,
    deliver,
    another,
    images,
    needed,
    get peer() {
      return thePeer()
    },
    get driver() {
      return theDriver()
    },
    get clock() {
      return clock
    },
    get takesUploads() {
      return thePeer().upload !== null
    },
    async setUp() {
      peer = await subject.start()
      if (peer.advance) clock = movedClock(peer.advance)
      driver = await another(peer.account, peer.secrets)
    },
    async tearDown() {
      await Promise.all(drivers.map((made) => made.stop()))
      await peer?.stop()
    },
    marker: () => `conformance ${++count}-${systemClock.now().toString(36)}`,
    found: async (text) =>
      (await thePeer().posts()).filter((post) => post.text.includes(text) || post.title?.includes(text)),
    async start(...texts) {
      const parts: PartSpec[] = []
      for (const text of texts) parts.push(part(text, await needed()))
      return deliver(parts, texts[0] ?? '')
    },
    async withFiles(text) {
      const { images: taken, max } = rules.media
      const files = taken && subject.needs !== 'video' ? await images(Math.min(2, max)) : [video()]
      return deliver([part(text, files)], text)
    },
    async ofKind(kind, text, settings = {}) {
      const { parts, ...extra } = await (subject.kinds?.[kind]?.(text, theDriver()) ?? usual(kind, text))
      return deliver(parts, text, { ...extra, settings: { ...extra.settings, ...settings } })
    },
    uploads: () => answered(thePeer().upload),
    commits: () => answered(thePeer().commit),
    async look(delivery, aheadMs) {
      const before = [answered(thePeer().commit), answered(thePeer().upload)]
      const seen = await theDriver().reconcile(delivery, aheadMs)
      expect([answered(thePeer().commit), answered(thePeer().upload)], 'looking sent something').toEqual(before)
      if (seen.is === 'there') delivery.landed.push(seen.remote)
      return seen.is
    },
    restart: () => theDriver().restart(subject.at(thePeer().origin).publisher),
  }
}

/** Answered with success; 308 says of a piece of an upload that it has arrived. */
const isTaken = (status: number) => status < 300 || status === 308
