import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forbidden } from '../../.dependency-cruiser.mjs'
import { checkLayers } from '../../scripts/layers.ts'

const root = join(import.meta.dirname, '..', '..')

type Planted = readonly [rule: string, from: string, text: string, needed?: string, neededText?: string]

/** Each violation: the rule that refuses it, the file that commits it, what it says, and the file it needs. */
const planted: readonly Planted[] = [
  ['shared-stands-alone', 'src/shared/a.ts', "import { b } from '../main/b.ts'", 'src/main/b.ts'],
  ['shared-stands-alone', 'src/shared/types.ts', "import type { B } from '../main/b.ts'", 'src/main/b.ts'],
  ['shared-stands-alone', 'src/shared/again.ts', "export * from '../gateway/b.ts'", 'src/gateway/b.ts'],
  ['shared-has-no-platform', 'src/shared/file.ts', "import { readFile } from 'node:fs'"],
  ['shared-has-no-platform', 'src/shared/bare.ts', "import { readFile } from 'fs'"],
  ['shared-has-no-platform', 'src/shared/window.ts', "import { app } from 'electron'"],
  ['shared-has-no-platform', 'src/shared/view.ts', "import { useState } from 'react'"],
  ['electron-in-its-place', 'src/main/serve.ts', "import { app } from 'electron'"],
  ['electron-in-its-place', 'src/gateway/app.ts', "import { app } from 'electron'"],
  ['electron-in-its-place', 'src/renderer/app.tsx', "import { ipcRenderer } from 'electron'"],
  ['electron-in-its-place', 'src/main/monitor/types.ts', "import type { App } from 'electron'"],
  ['electron-in-its-place', 'src/main/monitor/later.ts', "export const app = () => import('electron')"],
  [
    'engine-without-desktop',
    'src/main/alerts/tray.ts',
    "import { b } from '../desktop/b.ts'",
    'src/main/desktop/b.ts',
  ],
  ['react-in-its-place', 'src/main/page.ts', "import { useState } from 'react'"],
  ['renderer-knows-shared-only', 'src/renderer/main.tsx', "import '../main/b.ts'", 'src/main/b.ts'],
  ['renderer-has-no-node', 'src/renderer/file.ts', "import { join } from 'node:path'"],
  [
    'page-without-zod',
    'src/renderer/points.ts',
    "import { maxPoints, type B } from '../shared/contract.ts'",
    'src/shared/contract.ts',
  ],
  ['page-without-zod', 'src/renderer/schema.ts', "import * as z from 'zod'"],
  ['preload-knows-shared-only', 'src/preload/main.ts', "import '../main/b.ts'", 'src/main/b.ts'],
  ['preload-knows-shared-only', 'src/preload/file.ts', "import { join } from 'node:path'"],
  ['main-knows-shared-only', 'src/main/lab.ts', "import '../gateway/b.ts'", 'src/gateway/b.ts'],
  ['main-knows-shared-only', 'src/main/page.tsx', "import '../renderer/b.ts'", 'src/renderer/b.ts'],
  ['gateway-knows-shared-only', 'src/gateway/model.ts', "import '../main/b.ts'", 'src/main/b.ts'],
  ['no-circle', 'src/main/a.ts', "import './b.ts'", 'src/main/b.ts', "import './a.ts'"],
  ['src-without-tests', 'src/main/helped.ts', "import '../../test/b.ts'", 'test/b.ts'],
  ['imports-resolve', 'src/main/lost.ts', "import './nowhere.ts'"],
]

describe('the layer check', () => {
  let folder: string

  const plant = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'layers-'))
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  for (const [rule, from, text, needed, neededText] of planted)
    it(`${rule} refuses ${from}: ${text}`, async () => {
      if (needed) plant(needed, neededText ?? 'export const b = 1\nexport type B = 1\n')
      plant(from, text)
      const { violations } = await checkLayers(folder)
      expect(violations).toContainEqual(expect.objectContaining({ rule, from }))
    })

  it('plants a violation of each rule', () => {
    const rules = forbidden.map((rule) => rule.name)
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(rules))
  })

  it('lets pass what the layers allow', async () => {
    plant('src/shared/model.ts', "import { z } from 'zod'\nexport const model = z.string()\n")
    for (const part of ['main/monitor', 'gateway', 'renderer', 'preload'])
      plant(`src/${part}/use.ts`, `import '${part.includes('/') ? '../..' : '..'}/shared/model.ts'`)
    plant('src/main/desktop/window.ts', "import { app } from 'electron'\nimport { join } from 'node:path'\n")
    plant('src/main/index.ts', "import { app } from 'electron'\nimport './desktop/window.ts'\n")
    plant('src/preload/index.ts', "import { contextBridge } from 'electron'\n")
    plant('src/shared/contract.ts', 'export type Input = string\n')
    plant('src/renderer/call.ts', "import type { Input } from '../shared/contract.ts'\n")
    plant('src/renderer/page.tsx', "import { useState } from 'react'\n")
    expect((await checkLayers(folder)).violations).toEqual([])
  })

  it('reads the real source: most of its modules and what they import', async () => {
    const { modules, imports } = await checkLayers(root)
    expect(modules).toBeGreaterThan(80)
    expect(imports).toBeGreaterThan(200)
  })

  it('leaves types imported inline, which it does not see, to Biome to refuse', async () => {
    plant('inline.ts', "export type Size = import('../main/b.ts').B\n")
    const biome = join(root, 'node_modules', '.bin', 'biome')
    const lint = promisify(execFile)(biome, ['lint', `--config-path=${root}`, '--vcs-enabled=false', folder])
    await expect(lint).rejects.toMatchObject({ stderr: expect.stringContaining('import type') })
  })
})
