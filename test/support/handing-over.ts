import { Hono } from "hono";
import { pageHeaders } from "../../src/http/headers.ts";
import { code } from "../../src/http/web/code.tsx";
import { consoleCodes } from "../../src/http/web/console-codes.tsx";
import { consoleTelephone } from "../../src/http/web/console-telephone.tsx";
import { feedback } from "../../src/http/web/feedback.tsx";
import { Problem } from "../../src/kernel/problem.ts";
import { engine as outside } from "./milestones.ts";

// The pages on which people hand surveys over, and on which they are answered, for whoever is signed in.

export const engine = {
  ...outside,
  publicOrigin: "https://feedback.example",
  staff: {
    isConnected: true,
    signInAt: null,
    identify: async (request: Request) => {
      const email = request.headers.get("test-email");
      return email === null ? null : { email };
    },
  },
};

const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .use(pageHeaders)
  .onError((cause, c) => c.text(cause.message, cause instanceof Problem ? cause.status : 500))
  .route("/", feedback)
  .route("/", code)
  .route("/", consoleCodes)
  .route("/", consoleTelephone);

/** Somebody's browser: it keeps the cookies that it is given. @param email Who is signed in; null for a victim. */
export function browse(email: string | null) {
  const jar = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}, more: Record<string, string> = {}) => {
    const headers = {
      ...(email === null ? {} : { "test-email": email }),
      "cookie": [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
      "cf-connecting-ip": "203.0.113.7",
      "sec-fetch-site": "same-origin",
    };
    const answer = await app.request(`https://feedback.example${path}`, {
      ...init,
      headers: { ...headers, ...more },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";")[0]?.split("=") ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  return {
    jar,
    get: async (path: string) => await ask(path),
    post: async (path: string, fields: readonly (readonly [string, string])[] = []) =>
      await ask(
        path,
        { method: "POST", body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString() },
        { "content-type": "application/x-www-form-urlencoded" },
      ),
  };
}

export type Browser = ReturnType<typeof browse>;
