import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/**
 * One build for everything that runs: `out/main` (Node and Electron, ES modules), `out/preload` (one
 * CommonJS file, since a sandboxed preload can be nothing else) and `out/renderer` (the page).
 *
 * Dependencies are bundled: reading some hundred small files of node_modules costs more of the one second to the
 * ready line than anything that Heartline does itself.
 */
export default defineConfig({
  main: {
    build: {
      target: 'node24',
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          serve: 'src/main/serve.ts',
          history: 'src/main/history/worker.ts',
          gateway: 'src/gateway/main.ts',
        },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node24',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), tailwindcss()],
    build: {
      // Browser mode meets the browsers that people have, not only Electron's Chromium.
      target: 'es2022',
      minify: true,
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
})
