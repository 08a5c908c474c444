/** Put in place of this name when the Worker is bundled (scripts/source.ts). */
declare const SOURCE_SHA256: string | undefined;

/**
 * The SHA-256 of the sources that this Worker was bundled from: the same wherever they are bundled. Null when it was
 * bundled without saying so, which no way that docs/operations.md describes does.
 */
export const sourceSha256: string | null = typeof SOURCE_SHA256 === "string" ? SOURCE_SHA256 : null;
