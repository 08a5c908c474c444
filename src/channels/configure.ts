import * as v from "valibot";
import { isNeutralSender } from "../domain/message-rules.ts";
import { readBy } from "../domain/feeds/reading.ts";
import type { HasClosurePrompts, PromptSetting } from "../domain/closure-prompt.ts";
import type { HasClock } from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";
import { fromBase64 } from "../platform/crypto.ts";
import type { Carriage, Gateway, Gateways } from "./gateway.ts";
import type { HasInboxes } from "./inbox.ts";
import { readApiKey } from "./notify-client.ts";
import { openNotify, openNotifyInbox } from "./notify.ts";
import { openTwilio } from "./twilio.ts";
import { openWebhook } from "./webhook.ts";

// One secret, GATEWAYS, says which gateways there are and which area's messages go by which (docs/operations.md).

const carriages = ["sms", "email", "letter", "officer"] as const satisfies readonly Carriage[];

const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
const name = v.pipe(v.string(), v.regex(NAME, "lower-case letters, digits and hyphens"));
const id = v.pipe(v.string(), v.uuid("an id such as c0ffee00-0000-4000-8000-000000000001"));

/** Only the loopback may do without TLS: that is where tests and trials are. */
const isSafeAddress = (text: string) => /^https:\/\/\S+[^/\s]$|^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(text);
const address = v.pipe(
  v.string(),
  v.check(isSafeAddress, "an address that begins with https:// and has no slash at its end"),
);

const rate = (otherwise: number) =>
  v.optional(
    v.pipe(
      v.number(),
      v.integer("a whole number"),
      v.minValue(1, "1 or more a second"),
      v.maxValue(1000, "1000 or less"),
    ),
    otherwise,
  );

const timeoutMs = v.optional(
  v.pipe(v.number(), v.integer("a whole number"), v.minValue(100, "100 or more"), v.maxValue(30_000, "30000 or less")),
  10_000,
);

const officerAddress = v.pipe(
  v.string(),
  v.regex(/^[\w.-]*\{ref\}[\w.-]*@[\w.-]+\.[\w-]+$/, "an address with {ref} in it, such as {ref}@force.example"),
);

const areaCode = v.pipe(v.string(), v.regex(/^[EW]23\d{6}$/, "the code of a police area, such as E23000028"));

const notify = v.strictObject({
  kind: v.literal("notify"),
  baseUrl: v.optional(address, "https://api.notifications.service.gov.uk"),
  apiKey: v.pipe(
    v.string(),
    v.check((key) => readApiKey(key) !== null, "an API key as GOV.UK Notify shows it: name, service id and secret"),
  ),
  templates: v.strictObject({
    sms: v.optional(id),
    email: v.optional(id),
    letter: v.optional(id),
    officer: v.optional(id),
  }),
  smsSenderId: v.optional(id),
  // Its sender is a number that Notify takes texts for, and tells us of them.
  takesReplies: v.optional(v.boolean(), false),
  emailReplyToId: v.optional(id),
  officerAddresses: v.optional(v.record(v.union([v.literal("*"), areaCode]), officerAddress), {}),
  callbackToken: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{24,}$/, "at least 24 characters of chance, without spaces")),
  // Its limit is 3,000 a minute, in bursts that are much smaller.
  ratePerSecond: rate(40),
  timeoutMs,
});

const twilio = v.pipe(
  v.strictObject({
    kind: v.literal("twilio"),
    baseUrl: v.optional(address, "https://api.twilio.com"),
    accountSid: v.pipe(v.string(), v.regex(/^AC[0-9a-f]{32}$/i, "AC and 32 hexadecimal digits")),
    authToken: v.pipe(v.string(), v.minLength(16, "the account's auth token")),
    from: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^(\+\d{8,15}|[A-Za-z0-9 ]{1,11})$/, "a number, or a name of 11 letters"),
        v.check((from) => from.startsWith("+") || isNeutralSender(from), "a name that tells nobody what it is about"),
      ),
    ),
    messagingServiceSid: v.optional(v.pipe(v.string(), v.regex(/^MG[0-9a-f]{32}$/i, "MG and 32 hexadecimal digits"))),
    takesReplies: v.optional(v.boolean(), false),
    ratePerSecond: rate(10),
    timeoutMs,
  }),
  v.check(
    ({ from, messagingServiceSid }) => (from === undefined) !== (messagingServiceSid === undefined),
    "from or messagingServiceSid, and not both",
  ),
  v.check(
    ({ from, takesReplies }) => !takesReplies || from === undefined || from.startsWith("+"),
    "takesReplies only with a number: nobody can reply to a name",
  ),
);

/** `whsec_` and at least 24 bytes in base64. */
const SECRET = /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/;

/** A name of the public Internet: no address in figures, no name that only our own network would know, no credentials. */
const PUBLIC_HOST =
  /^https:\/\/(?!(?:[^/?#]*\.)?(?:localhost|local|internal|lan|home|corp|test|onion)(?:[:/?#]|$))(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])(?::443)?(?:[/?#]\S*)?$/i;

/** Where a force takes calls: whoever may write it must not make the engine call its own network. */
const calledAddress = v.pipe(
  address,
  v.check(
    (text) => PUBLIC_HOST.test(text) || /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(text),
    "an https address on port 443 of a public name, without user, password or number for a host",
  ),
);

const webhook = v.strictObject({
  kind: v.literal("webhook"),
  url: calledAddress,
  secret: v.pipe(v.string(), v.regex(SECRET, "whsec_ and at least 24 bytes in base64")),
  ratePerSecond: rate(10),
  timeoutMs,
});

const names = v.optional(v.array(name), []);
const routes = v.strictObject({ sms: names, email: names, letter: names, officer: names });
const someRoutes = v.partial(routes);

/** Whether officers are reminded of closure discussions, and who is told of overdue ones. */
const prompts = v.strictObject({
  remind: v.optional(v.boolean(), true),
  escalateTo: v.optional(
    v.nullable(
      v.pipe(v.string(), v.regex(/^[\w.{}@+-]{1,254}$/, "a unit or an address, `{unit}` for the officer's unit")),
    ),
    "{unit}",
  ),
});

const schema = v.strictObject({
  closurePrompts: v.optional(
    v.strictObject({ default: v.optional(prompts, {}), areas: v.optional(v.record(areaCode, prompts), {}) }),
    {},
  ),
  gateways: v.record(name, v.variant("kind", [notify, twilio, webhook])),
  routes: v.strictObject({
    default: routes,
    areas: v.optional(v.record(areaCode, someRoutes), {}),
  }),
});

type Configuration = v.InferOutput<typeof schema>;
type Configured = Configuration["gateways"][string];

/** How a gateway proves that a call is its own. */
export type GatewayCaller =
  | { readonly kind: "notify"; readonly token: string }
  | { readonly kind: "twilio"; readonly authToken: string };

/** The gateways that may call us, by their names in the configuration. */
export type HasGatewayCallers = { readonly gatewayCallers: { named(name: string): GatewayCaller | null } };

type Opening = HasClock & HasLog & { readonly publicOrigin: string };

type Fault = { readonly path: string; readonly fix: string };

/** The gateways of one configured name, one a carriage: what stops one carriage need not stop the others. */
function open(configuredAs: string, configured: Configured, opening: Opening): readonly Gateway[] {
  if (configured.kind === "notify") {
    const settings = { ...configured, name: configuredAs };
    return carriages
      .filter((carriage) => configured.templates[carriage] !== undefined)
      .map((carriage) => openNotify(settings, carriage, opening));
  }
  if (configured.kind === "twilio") {
    const base = `${opening.publicOrigin}/v1/gateways/${configuredAs}/status`;
    return [openTwilio({ ...configured, name: configuredAs }, (reference) => `${base}/${reference}`)];
  }
  const secret = fromBase64(configured.secret.slice("whsec_".length));
  return [openWebhook({ ...configured, name: configuredAs, secret }, opening)];
}

/** Routes that lead to a gateway that is not there, or does not carry what it is asked to. */
function wrongRoutes({ routes: { default: everywhere, areas } }: Configuration, known: ReadonlySet<string>) {
  const places = [
    ["default", everywhere] as const,
    ...Object.entries(areas).map(([at, way]) => [`areas.${at}`, way] as const),
  ];
  return places.flatMap(([place, way]) =>
    carriages.flatMap((carriage) =>
      (way[carriage] ?? [])
        .filter((gateway) => !known.has(`${gateway}/${carriage}`))
        .map(() => ({ path: `routes.${place}.${carriage}`, fix: `Name gateways that carry ${carriage}.` })),
    ),
  );
}

const promptsUnlessSaid: PromptSetting = { remind: true, escalateTo: "{unit}" };

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Says where the configuration is wrong, in the log and in the error: the path and the remedy, never the value. */
function fail(faults: readonly Fault[], { log }: HasLog): never {
  for (const { path, fix } of faults) log.event("gateways-misconfigured", { path, fix });
  throw new Error(`GATEWAYS is wrong: ${faults.map(({ path, fix }) => `${path}: ${fix}`).join(" ")}`);
}

const callerOf = (configured: Configured | undefined): GatewayCaller | null => {
  if (configured?.kind === "notify") return { kind: "notify", token: configured.callbackToken };
  return configured?.kind === "twilio" ? { kind: "twilio", authToken: configured.authToken } : null;
};

/**
 * Opens the gateways of a deployment. Without a configuration there are none, and everything is held.
 *
 * @throws Error for a configuration that is wrong: better no start than messages by a wrong way.
 */
export function openGateways(
  text: string | undefined,
  opening: Opening,
): HasGatewayCallers & HasInboxes & HasClosurePrompts & { readonly gateways: Gateways } {
  const nothing: Configuration = {
    closurePrompts: { default: promptsUnlessSaid, areas: {} },
    gateways: {},
    routes: { default: { sms: [], email: [], letter: [], officer: [] }, areas: {} },
  };
  const reading = text === undefined || text.trim() === "" ? null : readBy(schema, parse(text));
  if (reading?.ok === false) fail(reading.faults, opening);
  const configuration = reading?.read ?? nothing;
  const { gateways: configured, routes: ways, closurePrompts: pressing } = configuration;
  const opened = Object.entries(configured).flatMap(([each, settings]) => open(each, settings, opening));
  const byName = new Map(opened.map((gateway) => [gateway.name, gateway]));
  const wrong = wrongRoutes(configuration, new Set(byName.keys()));
  if (wrong.length > 0) fail(wrong, opening);

  return {
    closurePrompts: { for: (area) => pressing.areas[area] ?? pressing.default },
    gateways: {
      for: (area, carriage) => {
        const order = ways.areas[area]?.[carriage] ?? ways.default[carriage];
        return order.flatMap((each) => byName.get(`${each}/${carriage}`) ?? []);
      },
      named: (gateway) => byName.get(gateway) ?? null,
      all: opened,
    },
    inboxes: Object.entries(configured).flatMap(([each, settings]) =>
      settings.kind === "notify" ? [openNotifyInbox({ ...settings, name: each }, opening)] : [],
    ),
    gatewayCallers: {
      named: (caller) => callerOf(Object.hasOwn(configured, caller) ? configured[caller] : undefined),
    },
  };
}
