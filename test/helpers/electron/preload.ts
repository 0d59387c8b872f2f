/** The name that the stand-in's two ends in the page go by; both are taken away before the page's own script runs. */
export const binding = '__standInSend'
export const deliver = '__standInDeliver'

/**
 * The script that runs the built preload at the beginning of each document, as Electron's sandboxed one is run: with a
 * `require` that knows `electron` alone, in a scope of its own, its bridge made of copies. It is text, since the page's
 * CSP forbids making functions of text later.
 */
export function preloadScript(source: string): string {
  return `if (window === window.top) ((send) => {
  delete window.${binding};
  const listeners = new Map();
  const strict = (name, value) => new Proxy(value, { get(target, key) {
    if (!(key in target)) throw new Error('The stand-in for Electron has no ' + name + '.' + String(key));
    return target[key];
  } });
  const bridged = (value) => {
    if (typeof value === 'function') return (...args) => bridged(value(...args.map(bridged)));
    if (Array.isArray(value)) return value.map(bridged);
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
      return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bridged(one)])));
    return structuredClone(value);
  };
  const electron = strict('electron', {
    contextBridge: strict('contextBridge', { exposeInMainWorld(name, api) {
      Object.defineProperty(window, name, { value: bridged(api), enumerable: true });
    } }),
    ipcRenderer: strict('ipcRenderer', {
      send(channel, ...args) { send(channel, structuredClone(args)); },
      on(channel, listener) { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); },
    }),
  });
  Object.defineProperty(window, '${deliver}', { value: (channel, args) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
  } });
  const require = (name) => {
    if (name === 'electron') return electron;
    throw new Error('A sandboxed preload cannot require ' + name);
  };
  const module = { exports: {} };
  ((require, module, exports) => {
${source}
  })(require, module, module.exports);
})(window.${binding});`
}
