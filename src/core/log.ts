/** Structured log. Values named like secrets are blanked by the host's logger; never pass tokens, texts of posts or bodies. */
export interface Log {
  info(message: string, data?: Readonly<Record<string, unknown>>): void
  warn(message: string, data?: Readonly<Record<string, unknown>>): void
  error(message: string, data?: Readonly<Record<string, unknown>>): void
}
