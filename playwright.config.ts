import { defineConfig } from '@playwright/test'
import { join } from 'node:path'
import { findChromium, findElectron } from './tools/peers.mjs'

// Workers inherit these. Without Electron's own program the desktop's bundles are driven through the stand-in.
const chromium = findChromium()
if (chromium) process.env.STANDIN_CHROMIUM ??= chromium
if (!findElectron()) process.env.ELECTRON_OVERRIDE_DIST_PATH = join(import.meta.dirname, 'test/electron-standin')

/**
 * Two projects over the built output: `electron` drives the desktop's bundles, `browser` drives the headless host.
 * A spec belongs to one by its folder: test/e2e/electron, test/e2e/browser. What holds in both is written once, in
 * test/e2e/support on a `StageTest`, and told by a spec in each.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  fullyParallel: false,
  // As many as CI has cores. Each test has its own data folder and ports; a file's tests run one after the other.
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: { screenshot: 'only-on-failure', trace: 'retain-on-failure' },
  projects: [
    { name: 'electron', testDir: 'test/e2e/electron' },
    {
      name: 'browser',
      testDir: 'test/e2e/browser',
      use: {
        browserName: 'chromium',
        // Chromium's own sandbox does not run as root.
        launchOptions: { executablePath: chromium, chromiumSandbox: process.getuid?.() !== 0 },
      },
    },
  ],
})
