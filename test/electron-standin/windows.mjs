/** Windows that are open, in order of creation. A module of its own: `app` and `BrowserWindow` both need it. */
export const openWindows = new Set()
