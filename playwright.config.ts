import { defineConfig } from '@playwright/test'

const ci = Boolean(process.env.CI)

/**
 * Two projects over the built output: `electron` drives the desktop's bundles (with the real binary where there is one,
 * else with the stand-in), `browser` drives the headless host. Specs say which by folder: test/e2e/electron, test/e2e/browser.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  retries: 0,
  forbidOnly: ci,
  reporter: [['list']],
  use: { screenshot: 'only-on-failure', trace: 'retain-on-failure' },
  projects: [
    { name: 'electron', testDir: 'test/e2e/electron' },
    {
      name: 'browser',
      testDir: 'test/e2e/browser',
      use: {
        browserName: 'chromium',
        launchOptions: {
          executablePath: process.env.BROADSIDE_CHROMIUM || undefined,
          chromiumSandbox: process.getuid?.() !== 0,
        },
      },
    },
  ],
})
