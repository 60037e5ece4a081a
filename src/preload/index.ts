import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { connectMessage, hostChannel } from '../contract/host-bridge.ts'
import type { DesktopBridge, HostAnswer } from '../contract/host-bridge.ts'
import type { HostCallName, HostEvent, HostInput, HostOutput } from '../contract/host.ts'

function call<Name extends HostCallName>(name: Name, input: HostInput<Name>): Promise<HostAnswer<HostOutput<Name>>> {
  return ipcRenderer.invoke(hostChannel.call, name, input) as Promise<HostAnswer<HostOutput<Name>>>
}

const bridge: DesktopBridge = {
  platform: process.platform,
  call: (name, input) => {
    // Only a File that the person gave to the page has a place; the page cannot name one by itself.
    if ((name as string) === 'fileChosen') throw new Error('fileChosen is not for the page')
    return call(name, input)
  },
  on: (listener) => {
    const forward = (_: unknown, event: HostEvent) => listener(event)
    ipcRenderer.on(hostChannel.event, forward)
    return () => ipcRenderer.off(hostChannel.event, forward)
  },
  pathOf: async (file) => {
    const path = webUtils.getPathForFile(file as File)
    if (!path) return null
    const answer = await call('fileChosen', { path })
    return answer.ok ? path : null
  },
}

contextBridge.exposeInMainWorld('broadside', bridge)

window.addEventListener('message', ({ source, data, ports: [port] }) => {
  if (source === window && data === connectMessage && port) ipcRenderer.postMessage(hostChannel.rpc, null, [port])
})
