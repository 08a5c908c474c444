import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import {
  bias,
  cappedWeights,
  coverageOfPercentages,
  coverageOfScores,
  falseBands,
  falseChanges,
  foundDrops,
  modeEffect,
  plantedBands,
} from "./studies.ts";

const studies = {
  bias,
  cappedWeights,
  coverageOfPercentages,
  coverageOfScores,
  falseBands,
  falseChanges,
  foundDrops,
  modeEffect,
  plantedBands,
};

type Studies = typeof studies;
type Task = { readonly study: keyof Studies; readonly args: readonly unknown[] };

/** Threads at a time. A study is one thread; more of them than cores cost nothing but memory. */
const AT_ONCE = 8;

let running = 0;
const waiting: (() => void)[] = [];

async function takePlace(): Promise<void> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
}

function leavePlace(): void {
  running--;
  waiting.shift()?.();
}

/** Runs one study in a thread of its own; it depends on its seed alone, and so not on the others. */
export async function inThread<S extends keyof Studies>(
  study: S,
  ...args: Parameters<Studies[S]>
): Promise<ReturnType<Studies[S]>> {
  await takePlace();
  try {
    const task: Task = { study, args };
    return await new Promise((resolve, reject) => {
      const worker = new Worker(import.meta.filename, { workerData: task });
      worker.once("message", (found: ReturnType<Studies[S]>) => resolve(found));
      worker.once("error", reject);
    });
  } finally {
    leavePlace();
  }
}

if (!isMainThread) {
  const { study, args }: Task = workerData;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(Reflect.apply(studies[study], null, args));
}
