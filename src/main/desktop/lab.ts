import { Readable } from 'node:stream'
import { utilityProcess } from 'electron'
import type { RunLab } from '../demo.ts'

/**
 * The fault lab as a utility process: the installed app cannot run its own program as Node. It ends with this process,
 * however that goes.
 */
export const runLabInElectron: RunLab = (program, env) => {
  const child = utilityProcess.fork(program, [], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    serviceName: 'Heartline fault lab',
  })
  const { stdout } = child
  if (!(stdout instanceof Readable)) throw new Error('The fault lab was started without an output to read.')
  return {
    stdout,
    ended: new Promise((resolve) => child.once('exit', (code) => resolve(`exit status ${code}`))),
    end: () => void child.kill(),
    kill: () => void child.kill(),
  }
}
