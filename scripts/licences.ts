// npm run licences: what every installed package is licensed under, and whether we may use it so. `npm test` runs it too.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Licences of what runs in the Worker or on a developer's machine: they ask for a notice at most. */
const permissive = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Unlicense",
];

/** Licences of what only builds and tests, and so never leaves a developer's machine: copyleft reaches nothing of ours. */
const forTools = [...permissive, "MPL-2.0", "LGPL-3.0-or-later"];

/** A package as `package-lock.json` has it. */
export type LockedPackage = {
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
};

/** What a package's own file says where it lies; null where it is not installed (another platform's). */
type LicenceOf = (path: string) => string | null;

/** Whether an SPDX expression of `AND` and `OR` can be met by allowed licences alone. */
export function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const plain = expression.replace(/^\((.*)\)$/, "$1");
  return plain
    .split(" OR ")
    .some((either) => either.split(" AND ").every((licence) => allowed.includes(licence.trim())));
}

/** Everything in the lock that may not be used as it is: by its path, and why. */
export function licenceFaults(
  packages: Readonly<Record<string, LockedPackage>>,
  installed: LicenceOf,
): readonly string[] {
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .flatMap(([path, { license = "", integrity, dev, devOptional, optional }]) => {
      const inWorker = dev !== true && devOptional !== true && optional !== true;
      const told = installed(path) ?? license;
      const allowed = inWorker ? permissive : forTools;
      return [
        ...(isAllowed(license, allowed) ? [] : [`${path}: ${license === "" ? "no licence" : license}`]),
        ...(told === license ? [] : [`${path}: ${told} installed, where the lock says ${license}`]),
        ...(integrity === undefined ? [`${path}: no integrity in the lock`] : []),
      ];
    });
}

const root = join(import.meta.dirname, "..");

type Lock = { readonly packages: Readonly<Record<string, LockedPackage>> };
type Manifest = { readonly license?: unknown };

/** The lock of this repository. */
export const readLock = (): Lock => JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;

/** The licence in an installed package's own package.json. */
export function installedLicence(path: string): string | null {
  const file = join(root, path, "package.json");
  if (!existsSync(file)) return null;
  const { license } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  return typeof license === "string" ? license.replace(/^\((.*)\)$/, "$1") : null;
}

if (import.meta.main) {
  const { packages } = readLock();
  const faults = licenceFaults(packages, installedLicence);
  for (const fault of faults) console.error(fault);
  const counts = Map.groupBy(
    Object.entries(packages).filter(([path]) => path !== ""),
    ([, { license = "none" }]) => license,
  );
  for (const [licence, of] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${String(of.length).padStart(5)}  ${licence}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
