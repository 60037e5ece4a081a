import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/* What the two hosts have in common for a test: what is written on this is said once and holds in both. */

/** A studio that runs. */
export interface Running {
  /** Its window, drawn anew: signed in, in a browser. */
  look(): Promise<Page>
  /** Ends it as a person would. */
  stop(): Promise<void>
}

export interface RunOptions {
  /** How far ahead the clock of its machine stands, in milliseconds: "some hours later", without waiting. */
  readonly clockAhead?: number
}

export interface Stage {
  readonly dataDir: string
  /** Starts the studio of `dataDir`; it is ended after the test. */
  readonly run: (options?: RunOptions) => Promise<Running>
}

/** `hostTest` or `desktopTest`, as far as a test for both may use it. */
export type StageTest = (title: string, body: (stage: Stage) => Promise<void>) => void

export const clockFile = join(import.meta.dirname, 'clock-ahead.mjs')

/** Sets the clock of what the page opens from now on: it is the machine's, and the window reads it as well as the studio. */
export async function setPageClock(page: Page, ahead: number): Promise<void> {
  if (ahead > 0) await page.addInitScript(`globalThis.clockAheadMs = ${ahead}\n${readFileSync(clockFile, 'utf8')}`)
}
