// A force's own system that takes requests to its staff, by Standard Webhooks 1.0.0, verified by the published library.
import { Webhook } from "standardwebhooks";
import { type Answered, type Asked, asJson, isTaken, openFaults, serve, under } from "./server.ts";

export type TakenRequest = {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
};

export const SECRET = `whsec_${Buffer.from("a secret of thirty-two bytes !!!").toString("base64")}`;

/** Starts a counterpart. It keeps each request once by its `webhook-id`, as the standard has receivers do. */
export async function startForceSystem({
  port = 0,
  seed = "force",
}: { readonly port?: number; readonly seed?: string } = {}) {
  const taken = new Map<string, TakenRequest>();
  let told = 0;
  let secret = SECRET;
  const faults = openFaults(seed);

  const answer = async ({ method, headers, body }: Asked): Promise<Answered | null | "cut"> => {
    if (method !== "POST") return { status: 405, body: "" };
    const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    try {
      new Webhook(secret).verify(body, named);
    } catch {
      return asJson(401, { error: "the signature does not fit" });
    }
    const fault = faults.decide();
    if (isTaken(fault)) {
      const { type, data }: Omit<TakenRequest, "id"> = JSON.parse(body);
      const id = named["webhook-id"] ?? "";
      told++;
      if (!taken.has(id)) taken.set(id, { id, type, data });
    }
    return await under(fault, { status: 204, body: "" }, { status: 429, body: "" }, { status: 500, body: "" });
  };

  const server = await serve(port, answer);
  return {
    ...server,
    taken: (): readonly TakenRequest[] => [...taken.values()],
    /** How often anything was taken, repetitions among them. */
    told: () => told,
    behave: faults.behave,
    /** From now on only another secret signs. */
    changeSecret: (text: string) => {
      secret = text;
    },
  };
}
