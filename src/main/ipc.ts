import { BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type MessagePortMain } from 'electron'
import { hostChannel, type HostAnswer } from '../contract/host-bridge.ts'
import { originOf } from './window-policy.ts'

export interface Door {
  readonly pageOrigin: string
  /** A page of ours wants to speak the contract over this port. */
  onPort(port: MessagePortMain): void
  onCall(name: unknown, input: unknown): Promise<HostAnswer<unknown>>
  /** Somebody else knocked. */
  onStranger(url: string): void
}

/** The only way from a page into this process. Only the main frame of a window of ours, showing our page, is let in. */
export function openDoor({ pageOrigin, onPort, onCall, onStranger }: Door): void {
  const isOurs = ({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent) =>
    senderFrame !== null &&
    senderFrame.parent === null &&
    originOf(senderFrame.url) === pageOrigin &&
    BrowserWindow.fromWebContents(sender) !== null

  ipcMain.on(hostChannel.rpc, (event) => {
    const [port] = event.ports
    if (isOurs(event) && port) return onPort(port)
    onStranger(event.senderFrame?.url ?? '')
    port?.close()
  })

  ipcMain.handle(hostChannel.call, async (event, name: unknown, input: unknown): Promise<HostAnswer<unknown>> => {
    if (isOurs(event)) return onCall(name, input)
    onStranger(event.senderFrame?.url ?? '')
    return { ok: false, error: { code: 'refused', message: 'Not from here' } }
  })
}
