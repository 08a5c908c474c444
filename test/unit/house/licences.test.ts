import { describe, expect, it } from "vitest";
import { installedLicence, isAllowed, licenceFaults, type LockedPackage, readLock } from "../../../scripts/licences.ts";

const faultsOf = (locked: LockedPackage, installed: string | null = null) =>
  licenceFaults({ "": {}, "node_modules/one": { integrity: "sha512-x", ...locked } }, () => installed);

describe("licences", () => {
  it("are all allowed, in the lock and in what is installed, and everything has an integrity", () => {
    const { packages } = readLock();
    expect(Object.keys(packages).length).toBeGreaterThan(100);
    expect(licenceFaults(packages, installedLicence)).toEqual([]);
  });

  it("are refused where they are others, unknown, or only good enough for tools", () => {
    expect(faultsOf({ license: "MIT" })).toEqual([]);
    for (const license of ["AGPL-3.0-only", "GPL-2.0-or-later", "SEE LICENSE IN LICENSE", "BUSL-1.1", "MPL-2.0"])
      expect(faultsOf({ license })).toEqual([`node_modules/one: ${license}`]);
    expect(faultsOf({})).toEqual(["node_modules/one: no licence"]);
    expect(faultsOf({ license: "MPL-2.0", dev: true })).toEqual([]);
    expect(faultsOf({ license: "GPL-3.0-only", dev: true })).toEqual(["node_modules/one: GPL-3.0-only"]);
    expect(faultsOf({ license: "MIT" }, "GPL-3.0-only")).toEqual([
      "node_modules/one: GPL-3.0-only installed, where the lock says MIT",
    ]);
  });

  it("are read as they combine: any one of a choice, all of a sum", () => {
    const allowed = ["MIT", "ISC"];
    expect(isAllowed("(MIT OR GPL-3.0-only)", allowed)).toBe(true);
    expect(isAllowed("MIT AND GPL-3.0-only", allowed)).toBe(false);
    expect(isAllowed("MIT AND ISC OR GPL-3.0-only", allowed)).toBe(true);
  });

  it("are asked of a package without an integrity too, which could be any other", () => {
    const packages = { "node_modules/one": { license: "MIT" } };
    expect(licenceFaults(packages, () => null)).toEqual(["node_modules/one: no integrity in the lock"]);
  });
});
