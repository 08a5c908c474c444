import type { Browser } from "playwright-core";
import { launchBrowser } from "../test/support/browser.ts";
import { startBaseline } from "./baseline.ts";
import { startBenchEngine } from "./engine.ts";
import { medianOf, spread } from "./load.ts";

const ROUNDS = 7;

/** Slow 3G: a turn of the network in milliseconds, and bytes a second each way. */
const TURN_MS = 400;
const SLOW_3G = { offline: false, latency: TURN_MS, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 };

/** To set up a connection with TLS 1.3 over TCP, in turns. The profile delays requests, and not the setting up. */
const TURNS_TO_CONNECT = 2;

/**
 * What a phone waits for until the page behind a link is whole, on slow 3G in Chromium, beside an empty page in the same
 * run. Opening a link touches nothing, so that any link shows the page.
 */
export async function benchFirstPage(): Promise<string> {
  const [engine, baseline] = [await startBenchEngine(), await startBaseline()];
  const browser = await launchBrowser();
  try {
    const first = new URL(`/s/${"A".repeat(22)}`, engine.origin).href;
    const empty = new URL("/empty", baseline.origin).href;
    const shown: { readonly first: Load[]; readonly empty: Load[] } = { first: [], empty: [] };
    await load(browser, first);
    for (let round = 0; round < ROUNDS; round++) {
      shown.first.push(await load(browser, first));
      shown.empty.push(await load(browser, empty));
    }
    const connecting = TURNS_TO_CONNECT * TURN_MS;
    const lines = Object.entries(shown).map(([name, loads]) => {
      const times = loads.map(({ ms }) => ms);
      const [{ bytes, files } = { bytes: 0, files: 0 }] = loads;
      const whole = Math.round(medianOf(times) + connecting);
      return `  ${name.padEnd(6)} ${spread(times)} ms once connected, ${whole} ms with ${TURNS_TO_CONNECT} turns to connect; ${bytes} bytes in ${files} files`;
    });
    return [`first page on slow 3G (${TURN_MS} ms, 400 kbit/s), ${ROUNDS} rounds`, ...lines].join("\n");
  } finally {
    await browser.close();
    await baseline.stop();
    await engine.stop();
    engine.remove();
  }
}

/** Until all that the page names has come, in milliseconds; bytes over the wire, headers included; and files. */
type Load = { readonly ms: number; readonly bytes: number; readonly files: number };

const LAST = `(() => {
  const loads = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const bytes = loads.reduce((sum, { transferSize }) => sum + transferSize, 0);
  return { ms: Math.max(...loads.map(({ responseEnd }) => responseEnd)), bytes, files: loads.length };
})()`;

/** Opens a page in a browser that has seen nothing. */
async function load(browser: Browser, address: string): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW_3G);
  await page.goto(address, { waitUntil: "load" });
  const loaded = await page.evaluate<Load>(LAST);
  await context.close();
  return loaded;
}
