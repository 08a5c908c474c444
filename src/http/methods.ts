import type { Router } from "hono/router";

/** What a request knows of the other methods of an address. */
export type HasMethods = { readonly methodsAt?: (path: string) => readonly string[] };

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** The methods that an address takes. What stands at every method (a check, an answer for whatever is left) is none. */
export const methodsAt = <H>(router: Router<[H, { readonly method: string }]>, path: string): readonly string[] =>
  METHODS.filter((method) => router.match(method, path)[0].some(([[, route]]) => route.method === method));

/** The header `Allow` of an address that takes these methods; null where it takes none. */
export const allowOf = (methods: readonly string[] = []): string | null =>
  methods.length === 0 ? null : methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
