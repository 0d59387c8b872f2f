/** What tells how this process was started; `process` itself, in Node and in Electron. */
export interface Started {
  readonly argv: readonly string[]
  readonly versions: { readonly electron?: string | undefined }
  /** True where Electron was given the app's folder as an argument; the installed app is none. */
  readonly defaultApp?: boolean | undefined
}

/** Options that are meant for Chromium or Electron, which read them by themselves. */
const chromium =
  /^--(no-sandbox|disable-gpu|disable-dev-shm-usage|ozone-platform(-hint)?|password-store|force-device-scale-factor|use-mock-keychain|lang|enable-features|disable-features|enable-logging|remote-debugging-port|inspect|inspect-brk|trace-warnings)(=|$)|^-psn_/

/**
 * The arguments that are Heartline's own. Behind Electron's name stands the app's folder, but not in the installed app;
 * what is Chromium's may stand before it (`electron --no-sandbox .`).
 */
export function ownArguments({ argv, versions, defaultApp }: Started): readonly string[] {
  if (versions.electron === undefined) return argv.slice(2)
  const others = argv.slice(1).filter((argument) => !chromium.test(argument))
  return defaultApp ? others.slice(1) : others
}
