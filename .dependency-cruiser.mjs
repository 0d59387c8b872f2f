// Who may import whom (docs/architecture.md). `scripts/layers.ts` runs these rules in the lint step, and
// test/unit/layers.test.ts breaks each of them once.

const electron = '^(node_modules/)?electron(/|$)'
const react = '^(node_modules/)?react(-dom)?(/|$)'

/** @satisfies {import('dependency-cruiser').IForbiddenRuleType[]} */
export const forbidden = [
  {
    name: 'shared-stands-alone',
    comment: 'src/shared imports nothing of the project',
    severity: 'error',
    from: { path: '^src/shared/' },
    to: { path: '^(src|test|scripts)/', pathNot: '^src/shared/' },
  },
  {
    name: 'shared-has-no-platform',
    comment: 'src/shared runs everywhere: no node built-in, and of the packages only zod',
    severity: 'error',
    from: { path: '^src/shared/' },
    to: { pathNot: '^(src|test|scripts)/|^(node_modules/)?zod(/|$)' },
  },
  {
    name: 'electron-in-its-place',
    comment: 'electron is imported by main/desktop, main/rpc/electron*, main/index.ts and preload alone',
    severity: 'error',
    from: {
      path: '^src/',
      pathNot: '^src/(main/desktop/|main/rpc/electron[^/]*|main/index\\.ts$|preload/)',
    },
    to: { path: electron },
  },
  {
    name: 'engine-without-desktop',
    comment: 'monitor, history, alerts, config and export never reach electron, through main/desktop either',
    severity: 'error',
    from: { path: '^src/main/(monitor|history|alerts|config|export)/' },
    to: {
      path: `${electron}|^src/main/desktop/|^src/main/rpc/electron|^src/main/index\\.ts$`,
      reachable: true,
    },
  },
  {
    name: 'react-in-its-place',
    comment: 'react is imported by the renderer alone',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/renderer/' },
    to: { path: react },
  },
  {
    name: 'renderer-knows-shared-only',
    comment: 'src/renderer imports src/shared alone, and no node built-in',
    severity: 'error',
    from: { path: '^src/renderer/' },
    to: { path: '^src/', pathNot: '^src/(renderer|shared)/' },
  },
  {
    name: 'renderer-has-no-node',
    comment: 'src/renderer runs in a browser: no node built-in',
    severity: 'error',
    from: { path: '^src/renderer/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'page-without-zod',
    comment: 'of the contract src/renderer imports types alone: its schemas would bring zod into the page',
    severity: 'error',
    from: { path: '^src/renderer/' },
    to: {
      path: '^src/shared/(contract|rpc/server)\\.ts$|^(node_modules/)?zod(/|$)',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'preload-knows-shared-only',
    comment: 'src/preload imports src/shared and electron alone',
    severity: 'error',
    from: { path: '^src/preload/' },
    to: { pathNot: `^src/(preload|shared)/|${electron}` },
  },
  {
    name: 'main-knows-shared-only',
    comment: 'src/main imports src/shared alone: it and the gateway know nothing of each other',
    severity: 'error',
    from: { path: '^src/main/' },
    to: { path: '^src/', pathNot: '^src/(main|shared)/' },
  },
  {
    name: 'gateway-knows-shared-only',
    comment: 'src/gateway imports src/shared alone: it and main know nothing of each other',
    severity: 'error',
    from: { path: '^src/gateway/' },
    to: { path: '^src/', pathNot: '^src/(gateway|shared)/' },
  },
  {
    name: 'no-circle',
    comment: 'modules do not import each other in a circle',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'src-without-tests',
    comment: 'src imports neither test nor scripts',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(test|scripts)/' },
  },
  {
    name: 'imports-resolve',
    comment: 'a relative import leads to a file that is there',
    severity: 'error',
    from: {},
    to: { path: '^\\.', couldNotResolve: true },
  },
]
