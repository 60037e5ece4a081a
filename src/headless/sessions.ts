import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { writeDurably } from '../core/durable-file.ts'

const linkLifeMs = 10 * 60_000
const sessionLifeMs = 30 * 86_400_000
const cookieName = 'broadside_session'

const Stored = z.array(z.object({ hash: z.string(), until: z.number() }))

/** Who is signed in from a browser. Only hashes are kept, so that the file lets nobody in. */
export interface Sessions {
  /** A link that signs one browser in, once, within ten minutes. */
  makeLink(base: string): string
  /** The cookie for a link's token; null when it was used, is too old, or never was. */
  redeem(token: string): string | null
  isSignedIn(cookieHeader: string | undefined): boolean
}

export function createSessions(dataDir: string, now: () => number): Sessions {
  const file = join(dataDir, 'sessions.json')
  const links = new Map<string, number>()
  let sessions = read(file).filter(({ until }) => until > now())

  return {
    makeLink(base) {
      const token = randomBytes(32).toString('base64url')
      links.set(hash(token), now() + linkLifeMs)
      return `${base}/sign-in?token=${token}`
    },
    redeem(token) {
      const key = hash(token)
      const until = links.get(key)
      links.delete(key)
      if (until === undefined || until < now()) return null
      const secret = randomBytes(32).toString('base64url')
      sessions = [
        ...sessions.filter((session) => session.until > now()),
        { hash: hash(secret), until: now() + sessionLifeMs },
      ].slice(-20)
      writeDurably(file, JSON.stringify(sessions))
      return `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${sessionLifeMs / 1_000}`
    },
    isSignedIn(header) {
      const secret = (header ?? '')
        .split(';')
        .map((part) => part.trim().split('='))
        .find(([name]) => name === cookieName)?.[1]
      if (!secret) return false
      const given = hash(secret)
      return sessions.some((session) => session.until > now() && same(session.hash, given))
    },
  }
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares without telling by its time where they differ. */
export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(hash(a)), Buffer.from(hash(b))]
  return timingSafeEqual(left, right)
}

function read(file: string): z.infer<typeof Stored> {
  try {
    return Stored.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return [] // not there, or not ours: everybody signs in again
  }
}
