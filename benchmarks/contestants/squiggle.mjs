// Squiggle, in Node. Usage: node squiggle.mjs FOLDER, where FOLDER holds node_modules/@quri/squiggle-lang.
// Speaks the protocol of worker.py. The answers' samples are sorted once here, as typed arrays: Squiggle's own
// `quantile` sorts anew at each call.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95];
const MODEL = `
compute = 1e24 to 1e26
growth = 2 to 8
price = normal(10, 2)
delay = normal(1, 0.5)
share = beta(2, 5)
effort = gamma(3, 2)
start = uniform(0, 4)
gap = triangular(1, 2, 5)
lag = mixture([normal(2, 1), normal(5, 2)], [0.4, 0.6])
wait = exponential(1 / 3)
export arrival = start + delay + gap / log10(growth)
export cost = price * effort + compute / 1e25
export part = share * compute
export finish = start + wait + lag
export score = exp(-wait / effort) * share + lag * gap
`;

const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");

function quantile(sorted, level) {
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

const peakBytes = () => {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
};

const folder = join(process.argv[2], "node_modules", "@quri", "squiggle-lang");
const { run } = await import(pathToFileURL(join(folder, "dist", "index.js")).href);

async function answers(draws, seed) {
  const output = await run(MODEL, { environment: { sampleCount: draws, xyPointLength: 1000, seed: String(seed) } });
  if (!output.result.ok) throw new Error(output.result.value.toString());
  const found = {};
  for (const [name, value] of output.getExports().value.entries()) {
    const sorted = Float64Array.from(value.value.getSamples()).sort();
    found[name] = LEVELS.map((level) => quantile(sorted, level));
  }
  return found;
}

say({ ready: true, version: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version });
for await (const line of createInterface({ input: process.stdin })) {
  const [draws, seed] = line.split(" ").map(Number);
  const before = process.cpuUsage();
  const started = performance.now();
  try {
    const quantiles = await answers(draws, seed);
    const seconds = (performance.now() - started) / 1e3;
    const used = process.cpuUsage(before);
    say({ seconds, cpu_seconds: (used.user + used.system) / 1e6, peak_bytes: peakBytes(), quantiles });
  } catch (error) {
    say({ failed: String(error) });
  }
}
