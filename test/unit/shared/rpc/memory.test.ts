import { memoryWire } from '../../../helpers/memory-wire.ts'
import { rpcBehaviour } from '../../../helpers/rpc-behaviour.ts'

rpcBehaviour('a pair in memory', memoryWire)
