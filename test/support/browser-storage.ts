// What a browser has kept of an origin, read as somebody would who has the device and its disk.
import type { Page } from "playwright-core";

/** Runs in the page: everything in every store, bytes as characters of their own value. */
const READ = `(async () => {
  const plain = (value) => {
    if (value instanceof ArrayBuffer) return String.fromCharCode(...new Uint8Array(value));
    if (ArrayBuffer.isView(value)) return String.fromCharCode(...new Uint8Array(value.buffer));
    if (value instanceof CryptoKey) return "a key, extractable: " + value.extractable;
    if (value && typeof value === "object") return Object.entries(value).map(([key, part]) => key + "=" + plain(part)).join("\\n");
    return String(value);
  };
  const request = (asking) => new Promise((resolve, reject) => {
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
  const rows = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await request(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      for (const row of await request(database.transaction(store).objectStore(store).getAll())) rows.push(plain(row));
    }
    database.close();
  }
  const cached = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) cached.push(asked.url + "\\n" + (await (await cache.match(asked)).text()));
  }
  return { rows, cached, storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]) };
})()`;

export type Kept = {
  /** Rows of every database of the browser. */
  readonly rows: readonly string[];
  /** Address and text of every cached answer. */
  readonly cached: readonly string[];
  /** Local and session storage, and cookies, as JSON. */
  readonly storage: string;
};

/** Everything that an origin has kept in a page's browser. */
export const readKept = async (page: Page): Promise<Kept> => await page.evaluate<Kept>(READ);
