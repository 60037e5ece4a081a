import { said } from '../../contract/sentences/index.ts'
import type { Instant } from '../clock.ts'
import { HttpFailure, type HttpAnswer } from '../http.ts'
import {
  ConnectFailed,
  failure,
  saidOf,
  StepFailed,
  type CommitOutcome,
  type HealthReport,
  type StepFailure,
} from './publisher.ts'

/*
 * What an answer, or its absence, means on any platform. `platform` is the name sentences say. What a refusal means is each platform's own
 * table of statuses and codes.
 */

/** Waits this long where a platform says 429 and not until when. */
const blindWaitMs = 5 * 60_000
const longestWaitMs = 24 * 3_600_000
/** How much earlier than it was sent something may be dated: platforms round. */
const slackMs = 60_000

/** A repeatable request that got no answer. */
export function notReached(platform: string, error: HttpFailure): StepFailure {
  return {
    is: 'not_sent',
    failure: failure('network', said('unreachable', { platform }), error.code),
  }
}

/**
 * What looking for more accounts of a sign-in met, in the terms of a step. A refusal breaks no account: who signed in may be gone for long,
 * and the account's own token is good without them.
 */
export function notListed(platform: string, error: unknown): unknown {
  if (error instanceof HttpFailure) return new StepFailed(notReached(platform, error))
  return error instanceof ConnectFailed
    ? new StepFailed({ is: 'rejected', failure: failure('not_allowed', error.said) })
    : error
}

/**
 * What kept us from asking after an account. Only a refusal breaks it: what passes by itself says nothing of the sign-in. Throws what it does
 * not know.
 */
export function notAsked(platform: string, error: unknown): HealthReport {
  if (error instanceof StepFailed) {
    const { is, failure } = error.outcome
    return { state: is === 'rejected' ? 'broken' : 'unreachable', reason: saidOf(failure) }
  }
  if (error instanceof HttpFailure)
    return { state: 'unreachable', reason: said('did_not_answer', { platform, code: error.code }) }
  throw error
}

/** Statuses after which nobody knows whether a request had its effect. */
export function isUncertain(status: number): boolean {
  return status >= 500 || status === 408 || status === 425
}

/** A repeatable request that failed by the platform's own fault: tried again. */
export function troubled(platform: string, words: string): StepFailure {
  return { is: 'not_sent', failure: failure('platform', said('platform_trouble', { platform }), words) }
}

/** Too many requests: goes on at `until`. */
export function rateLimited(platform: string, until: Instant, words: string): StepFailure {
  const at = new Date(until).toISOString()
  return {
    is: 'deferred',
    until,
    failure: failure('rate_limited', said('rate_limited_until', { platform, until: at }), words),
  }
}

/** What the account may do in a day is used up. */
export function quotaUsed(platform: string, until: Instant, words: string): StepFailure {
  const at = new Date(until).toISOString()
  return {
    is: 'deferred',
    until,
    failure: failure('rate_limited', said('quota_used_up', { platform, until: at }), words),
  }
}

/**
 * From when on what a platform dates may have been sent at `sentAt`. Platforms date by clocks of their own, which may be hours from ours: an
 * answer says in its `Date` what time it is there (RFC 9110, 6.6.1); one without is taken to agree with ours.
 */
export function datedSince({ headers }: Pick<HttpAnswer, 'headers'>, sentAt: Instant, now: Instant): Instant {
  const there = Date.parse(headers.get('date') ?? '')
  return sentAt + (Number.isNaN(there) ? 0 : there - now) - slackMs
}

/** When a 429 ends by `Retry-After` (seconds or a date, RFC 9110, 10.2.3), else in five minutes; a day at most. */
export function retryAfter({ headers }: HttpAnswer, now: Instant): Instant {
  const given = headers.get('retry-after') ?? ''
  const seconds = Number(given)
  const wait = given === '' ? NaN : Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(given) - now
  return now + Math.min(wait > 0 ? wait : blindWaitMs, longestWaitMs)
}

/**
 * Sends the one request that makes a part exist. Answers what the platform said, or, without a whole answer, what that means: nothing left
 * this machine, or nobody knows.
 */
export async function commitAnswer(
  platform: string,
  send: () => Promise<HttpAnswer>,
): Promise<{ readonly answer: HttpAnswer } | { readonly outcome: CommitOutcome }> {
  try {
    return { answer: await send() }
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error
    if (error.kind === 'not_sent') return { outcome: notReached(platform, error) }
    return { outcome: { is: 'unknown', evidence: error.code } }
  }
}

/** The answer's JSON as an object; empty where it is none. */
export function objectOf(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  const json = answer.json()
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : {}
}
