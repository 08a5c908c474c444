import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSignedHeaders, skewOf } from "../../../src/domain/webhook.ts";
import { addressOf, countFailure, refuseGuesser, rememberRight } from "../../../src/http/callers.ts";
import { REQUESTS_A_MINUTE } from "../../../src/http/api/milestones.ts";
import type { Instant } from "../../../src/kernel/time.ts";

const right = {
  "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
  "webhook-timestamp": "1614265330",
  "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

const read = (headers: Readonly<Record<string, string | undefined>>) =>
  readSignedHeaders((name) => ({ ...right, ...headers })[name]);

const faults = (headers: Readonly<Record<string, string | undefined>>) => {
  const reading = read(headers);
  return reading.ok ? [] : reading.faults.map(({ path, fix }) => `${path}: ${fix.split(":")[0]}`);
};

describe("the headers of Standard Webhooks", () => {
  it("are read, and signatures of schemes that we do not know passed over", () => {
    const several = `v2,AAAA v1,AAAA ${right["webhook-signature"]} v1a,BBBB`;
    expect(read({ "webhook-signature": several })).toEqual({
      ok: true,
      read: {
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp: 1614265330,
        signatures: [
          { version: "v1", value: "AAAA" },
          { version: "v1", value: "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" },
          { version: "v1a", value: "BBBB" },
        ],
      },
    });
  });

  it("say which is missing and which is wrong", () => {
    expect(faults({ "webhook-id": undefined })).toEqual(["webhook-id: Required"]);
    expect(faults({ "webhook-timestamp": undefined })).toEqual(["webhook-timestamp: Required"]);
    expect(faults({ "webhook-signature": undefined })).toEqual(["webhook-signature: Required"]);
    expect(faults({ "webhook-signature": "v1," })).toEqual(["webhook-signature: Must be"]);
    expect(faults({ "webhook-signature": "v9,AAAA" })).toEqual(["webhook-signature: Must be"]);
    expect(faults({ "webhook-signature": Array.from({ length: 11 }, () => "v1,AAAA").join(" ") })).toHaveLength(1);
    // Signed with full stops around it: one in it could pass a part of the id off as the time.
    expect(faults({ "webhook-id": "msg.1" })).toEqual(["webhook-id: Must be"]);
    expect(faults({ "webhook-timestamp": "1614265330.5" })).toEqual(["webhook-timestamp: Must be"]);
    expect(faults({ "webhook-timestamp": "-1" })).toEqual(["webhook-timestamp: Must be"]);
    expect(faults({ "webhook-id": undefined, "webhook-timestamp": "soon", "webhook-signature": "" })).toHaveLength(3);
  });

  it("may be five minutes off, either way, and say by how much they are off", () => {
    const now = "2021-02-25T15:02:10.999Z" as Instant;
    expect(skewOf(1614265330, now)).toBeNull();
    expect(skewOf(1614265330 - 300, now)).toBeNull();
    expect(skewOf(1614265330 + 300, now)).toBeNull();
    expect(skewOf(1614265330 - 301, now)).toMatch(/301 seconds behind our clock/);
    expect(skewOf(1614265330 + 3600, now)).toMatch(/3600 seconds ahead of our clock/);
  });
});

describe("where a request comes from", () => {
  const from = (address?: string) =>
    addressOf(new Headers(address === undefined ? {} : { "cf-connecting-ip": address }));

  it("is an address, and of version 6 the network: who has one address of it has them all", () => {
    expect(from("192.0.2.7")).toBe("192.0.2.7");
    expect(from("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2");
    expect(from("2001:db8::6")).toBe("2001:db8:0:0");
    expect(from("2001:db8:1:2::")).toBe("2001:db8:1:2");
    expect(from("::1")).toBe(":0:0:0");
    expect(from()).toBe("unknown");
  });
});

describe("a claim that was wrong too often", () => {
  it("makes its address wait until the counter bears more, whatever is claimed, save who was right from there before", async () => {
    let bears = false;
    let counted = 0;
    const limits = { admit: () => Promise.resolve(true), bear: () => Promise.resolve((counted++, bears)) };
    const claim = (of: string, address = "192.0.2.1") => ({ address, of });
    const [wrong, right] = [claim("a"), claim("b")];
    const refused = { type: "too-many-requests" };
    rememberRight({ limits }, right);
    await refuseGuesser({ limits }, wrong);
    await expect(countFailure({ limits }, wrong)).rejects.toMatchObject(refused);
    await expect(refuseGuesser({ limits }, wrong)).rejects.toMatchObject(refused);
    await expect(refuseGuesser({ limits }, claim("another"))).rejects.toMatchObject(refused);
    await refuseGuesser({ limits }, right);
    await refuseGuesser({ limits }, claim("a", "192.0.2.2"));
    await expect(countFailure({ limits }, right)).rejects.toMatchObject(refused);
    await expect(refuseGuesser({ limits }, right)).rejects.toMatchObject(refused);
    bears = true;
    await refuseGuesser({ limits }, wrong);
    const before = counted;
    await refuseGuesser({ limits }, wrong);
    expect(counted).toBe(before);
  });
});

describe("the rate that senders are told", () => {
  it("is the one that is configured", () => {
    const configuration = readFileSync(join(import.meta.dirname, "../../../wrangler.toml"), "utf8");
    const limit = /^\[\[ratelimits\]\]\nname = "RATE_LIMIT"\n.*\nsimple = \{ limit = (\d+), period = 60 \}/m.exec(
      configuration,
    )?.[1];
    expect(Number(limit)).toBe(REQUESTS_A_MINUTE);
  });
});
