/** Transports side by side, without an engine: `node test/bench/transport.ts [--json] [--turns]`; sizes as in `engine.ts`. */
import { compare, setting } from './compare.ts'
import { bare } from './contestants.ts'

const plan = {
  streams: setting('BENCH_STREAMS', 500),
  seconds: setting('BENCH_SECONDS', 10),
  burst: setting('BENCH_BURST', 100),
}

await compare(
  [
    bare('eventsource on global fetch', 'global-fetch'),
    bare('eventsource on undici.request', 'undici-request'),
    bare('the connection (node:http)', 'connection'),
  ],
  plan,
  setting('BENCH_TURNS', 5),
)
