// What `import … from 'electron'` gives in the main process.
import { app } from './app.mjs'
import { BrowserWindow } from './browser-window.mjs'
import { dialog } from './dialog.mjs'
import { ipcMain, MessagePortMain } from './ipc.mjs'
import { Menu, MenuItem } from './menu.mjs'
import { nativeImage } from './native-image.mjs'
import { nativeTheme } from './native-theme.mjs'
import { Notification } from './notification.mjs'
import { powerMonitor, powerSaveBlocker } from './power.mjs'
import { net, protocol } from './protocol.mjs'
import { screen } from './screen.mjs'
import { session } from './session.mjs'
import { shell } from './shell.mjs'
import * as small from './small-modules.mjs'
import { Tray } from './tray.mjs'
import { webContents } from './web-contents.mjs'

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  MessagePortMain,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
  webContents,
}
export * from './small-modules.mjs'

export default {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  MessagePortMain,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
  webContents,
  ...small,
}
