// Before the integration tests: counterparts on the loopback, for what is sent from inside the Workers runtime.
import type { TestProject } from "vitest/node";
import { API_KEY, startNotify, templates } from "./notify.ts";
import { ACCOUNT_SID, AUTH_TOKEN, startTwilio } from "./twilio.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Addresses of GOV.UK Notify's counterparts: as it should be; that takes, and does not answer; that cuts; that is gone. */
    readonly notify: Readonly<Record<"well" | "lost" | "cut" | "gone", string>>;
    readonly twilio: string;
    readonly credentials: {
      readonly apiKey: string;
      readonly templates: typeof templates;
      readonly accountSid: string;
      readonly authToken: string;
    };
  }
}

const running: { stop(): Promise<void> }[] = [];

export async function setup(project: TestProject): Promise<void> {
  const [well, lost, cut, gone] = await Promise.all([startNotify(), startNotify(), startNotify(), startNotify()]);
  const twilio = await startTwilio();
  running.push(well, lost, cut, twilio);
  lost.behave({ faults: { lost: 1 } });
  cut.behave({ faults: { "cut-after": 1 } });
  await gone.stop();
  project.provide("notify", { well: well.url, lost: lost.url, cut: cut.url, gone: gone.url });
  project.provide("twilio", twilio.url);
  project.provide("credentials", { apiKey: API_KEY, templates, accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN });
}

export const teardown = async () => void (await Promise.all(running.map((server) => server.stop())));
