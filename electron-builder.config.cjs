/**
 * `npm run package`. The bundles hold all JavaScript, so of node_modules only the native modules go along, for one platform.
 * BROADSIDE_UPDATE_URL names the folder on a web server where releases lie; without it the program looks for no updates.
 * @type {import('electron-builder').Configuration}
 */
module.exports = {
  appId: 'app.broadside.studio',
  productName: 'Broadside',
  directories: { output: 'dist', buildResources: 'resources' },
  files: [
    'package.json',
    'out/**',
    '!out/**/*.map',
    'resources/**',
    '!node_modules/**',
    'node_modules/better-sqlite3/{package.json,LICENSE,lib/**}',
    'node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node',
    'node_modules/keytar/**',
    'node_modules/@napi-rs/keyring-*/**',
    'node_modules/sharp/**',
    'node_modules/@img/**',
    'node_modules/{detect-libc,semver}/**',
  ],
  asar: true,
  asarUnpack: ['**/*.node', 'node_modules/@img/**', 'resources/**'],
  // Every native module here ships its binary; nothing is compiled.
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
  },
  protocols: [{ name: 'Broadside', schemes: ['broadside'] }],
  publish: process.env.BROADSIDE_UPDATE_URL ? { provider: 'generic', url: process.env.BROADSIDE_UPDATE_URL } : null,
  linux: { target: ['AppImage', 'deb'], category: 'Office', icon: 'resources/icon.png' },
  mac: { target: ['dmg', 'zip'], category: 'public.app-category.productivity', icon: 'resources/icon.png' },
  win: { target: ['nsis'], icon: 'resources/icon.png' },
}
