import type { Script } from './script.ts'

export const demoDoor = 'warehouse'
export const demoScript: Script = { name: 'demo', steps: [], loop: 0 }
