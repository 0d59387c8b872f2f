import { networkInterfaces } from 'node:os'
import { onlineByAddresses } from '../../src/main/addresses.ts'

/** A program: a line for each change of what the machine's addresses say of its network. */

const isOnline = onlineByAddresses(networkInterfaces)
let was: boolean | null = null
setInterval(() => {
  const is = isOnline()
  if (is !== was) console.log(is ? 'online' : 'offline')
  was = is
}, 50)
