import { registerHooks } from 'node:module'

/** Loaded before the built main: whoever imports `electron` gets the stand-in. */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})
Object.defineProperty(process.versions, 'electron', { value: '45.0.0-stand-in' })
Object.assign(process, { defaultApp: true })
