import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { describeRoute } from "hono-openapi";
import type { HasGatewayCallers } from "../../channels/configure.ts";
import { readNotifyReceipt, readNotifyText } from "../../channels/notify.ts";
import { isSignedByTwilio } from "../../channels/twilio-signature.ts";
import { readTwilioStatus, readTwilioText } from "../../channels/twilio.ts";
import { receiveText } from "../../flow/receive-text.ts";
import { stopByMessage } from "../../flow/stop.ts";
import { recordReceipts } from "../../flow/sweep.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasClock } from "../../kernel/time.ts";
import { isEqualInConstantTime } from "../../platform/crypto.ts";
import type { HasKeys } from "../../platform/keys.ts";
import type { HasLimits } from "../../platform/limits.ts";
import type { HasLog } from "../../platform/log.ts";
import type { HasVault } from "../../store/vault/database.ts";
import { addressOf, countFailure, refuseGuesser, rememberRight } from "../callers.ts";

// What gateways call: what became of messages, and texts that came in. A call whose sender is proven is answered 2xx
// whatever it says: a gateway gives up on a 4xx for good, and repeats what fails on our side (5xx).

type Engine = HasVault &
  HasKeys &
  HasClock &
  HasLog &
  HasLimits &
  HasGatewayCallers &
  Parameters<typeof receiveText>[0] & { readonly publicOrigin: string };
type Variables = { engine: Engine };

const LARGEST_CALL = 64 * 1024;

const limitCall = bodyLimit({
  maxSize: LARGEST_CALL,
  onError: () => {
    throw new Problem("too-large", "Send at most 64 KB in one call.");
  },
});

const unproven = () =>
  new Problem("unauthenticated", "Send the bearer token, or the signature, that is configured for this gateway.");

/** Lets a gateway in that proves to be one, and counts whoever does not. @throws Problem `unauthenticated`, `too-many-requests`. */
async function prove(engine: Engine, name: string, headers: Headers, isProven: () => boolean | Promise<boolean>) {
  const claim = { address: addressOf(headers), of: `gateway ${name}` };
  await refuseGuesser(engine, claim);
  if (await isProven()) return rememberRight(engine, claim);
  await countFailure(engine, claim);
  throw unproven();
}

/** The token that GOV.UK Notify was told to send. @throws Problem `unauthenticated`, `too-many-requests`. */
async function proveNotify(engine: Engine, name: string, headers: Headers): Promise<void> {
  const caller = engine.gatewayCallers.named(name);
  const sent = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const isKnown = caller?.kind === "notify" && sent !== undefined && isEqualInConstantTime(sent, caller.token);
  await prove(engine, name, headers, () => isKnown);
}

/** The address as Twilio was given it: our public one, whatever host a proxy made of it. */
const publicUrlOf = (engine: Engine, url: string) => url.replace(/^[a-z]+:\/\/[^/?#]+/i, engine.publicOrigin);

const utf8 = new TextDecoder();

/** A form of Twilio's own, by its signature. @throws Problem `unauthenticated`, `too-many-requests`. */
async function formOfTwilio(engine: Engine, name: string, request: Request): Promise<URLSearchParams> {
  const caller = engine.gatewayCallers.named(name);
  // Not by `text()`: the runtime warns that a form is no text.
  const body = utf8.decode(await request.arrayBuffer());
  const signature = request.headers.get("x-twilio-signature") ?? "";
  const call = { url: publicUrlOf(engine, request.url), signature, body };
  const isSigned = async () => caller?.kind === "twilio" && (await isSignedByTwilio(caller.authToken, call));
  await prove(engine, name, request.headers, isSigned);
  return new URLSearchParams(body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A call that cannot be read says nothing, and would say nothing the next time. */
const passOver = ({ log }: Engine, gateway: string, what: string) =>
  log.event("gateway-call-unread", { gateway, what });

const EMPTY_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/** No reply by text: Twilio is told so by an empty answer. */
const silence = (c: Context) => c.body(EMPTY_ANSWER, 200, { "content-type": "text/xml" });

const told = (operationId: string, summary: string, description: string) =>
  describeRoute({
    operationId,
    tags: ["Gateways"],
    summary,
    description,
    responses: {
      200: { description: "Taken (Twilio's texts: an empty answer, so that nothing is replied)" },
      204: { description: "Taken, whether it says anything of a message of ours or not" },
      401: { description: "Not this gateway's token or signature" },
    },
  });

export const gateways = new Hono<{ Variables: Variables }>()
  .use("/gateways/*", limitCall)
  .post(
    "/gateways/:name/receipts",
    told(
      "receiveReceipt",
      "GOV.UK Notify says what became of a message",
      "The delivery receipt, or the notice of a returned letter, as Notify sends it, with the bearer token that is configured for this gateway.",
    ),
    async (c) => {
      const { engine } = c.var;
      const name = c.req.param("name");
      await proveNotify(engine, name, c.req.raw.headers);
      const receipt = readNotifyReceipt(parse(await c.req.text()));
      if (receipt) await recordReceipts(engine, [receipt]);
      else passOver(engine, name, "receipt");
      return c.body(null, 204);
    },
  )
  .post(
    "/gateways/:name/status/:reference",
    told(
      "receiveStatus",
      "Twilio says what became of a message",
      "A status callback, as Twilio sends it, signed by X-Twilio-Signature. The address names the message.",
    ),
    async (c) => {
      const { engine } = c.var;
      const { name, reference } = c.req.param();
      const status = readTwilioStatus(await formOfTwilio(engine, name, c.req.raw));
      if (status?.isStopped) await stopByMessage(engine, reference);
      if (status) await recordReceipts(engine, [{ reference, status: status.status }]);
      else passOver(engine, name, "status");
      return c.body(null, 204);
    },
  )
  .post(
    "/gateways/:name/texts",
    told(
      "receiveText",
      "Somebody has sent us a text",
      "As GOV.UK Notify (JSON, bearer token) or Twilio (a form, signed) sends it. STOP and its like, wrong person and not safe are acted on at once, in English and Welsh. An answer to a question that was asked by text is taken; nothing else of it is kept.",
    ),
    async (c) => {
      const { engine } = c.var;
      const name = c.req.param("name");
      if (engine.gatewayCallers.named(name)?.kind === "twilio") {
        const text = readTwilioText(await formOfTwilio(engine, name, c.req.raw));
        if (text) await receiveText(engine, name, text);
        else passOver(engine, name, "text");
        return silence(c);
      }
      await proveNotify(engine, name, c.req.raw.headers);
      const text = readNotifyText(parse(await c.req.text()));
      if (text) await receiveText(engine, name, text);
      else passOver(engine, name, "text");
      return c.body(null, 204);
    },
  );
