/**
 * The whole program against a bare client (6-quality.md, "Budgets"): `node test/bench/engine.ts [--json] [--turns]`.
 * BENCH_TURNS, BENCH_STREAMS, BENCH_SECONDS and BENCH_BURST change its size; `--turns` shows each turn.
 */
import { compare, setting } from './compare.ts'
import { bare, heartline } from './contestants.ts'

const plan = {
  streams: setting('BENCH_STREAMS', 500),
  seconds: setting('BENCH_SECONDS', 30),
  burst: setting('BENCH_BURST', 100),
}

await compare(
  [
    bare('eventsource on global fetch', 'global-fetch'),
    bare('the connection alone', 'connection'),
    heartline('Heartline', false),
    heartline('Heartline, with an interface', true),
  ],
  plan,
  setting('BENCH_TURNS', 5),
)
