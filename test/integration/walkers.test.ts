import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type Dims, type Fact, facts, stages } from "../../src/domain/dimension.ts";
import { sealSession, type Session } from "../../src/flow/answer.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { createApp } from "../../src/http/app.tsx";
import { type Answers, type Instrument, type Respondent, variants } from "../../src/instrument/definition.ts";
import { itemsOf } from "../../src/instrument/items.ts";
import { acceptAnswer, keepReachable, optionsOf, pathOf, specialOptions } from "../../src/instrument/path.ts";
import { instruments } from "../../src/instrument/registry.ts";
import { languageCodes } from "../../src/kernel/locale.ts";
import { instantOf, type LocalDate, plusMinutes, quarterOf, weekOf } from "../../src/kernel/time.ts";
import { macName, open, randomBytes, toBase64Url } from "../../src/platform/crypto.ts";
import { openEngine } from "../../src/worker.ts";
import { actionOf, backOf, headingOf, openPages, type Page, questionsOn } from "../support/pages.ts";
import { plainDims } from "../support/invited.ts";

const NOW = instantOf(Date.parse("2026-03-03T12:00:00.000Z"));
const TODAY = "2026-03-03" as LocalDate;

/**
 * Walkers at once, so that the database is not idle while pages are made; and how often: a hundred in all, or as many as
 * WALKERS says. Two thousand always walk without pages in test/unit/instrument/walkers.test.ts.
 */
const TOGETHER = 20;
const TIMES = Math.ceil(Number(env.WALKERS) / TOGETHER);

/** More pages than the longest survey has, with every question changed once. */
const MOST_PAGES = 150;

/** Somebody who walks through a survey: what they say in the end, and what they say first and think better of. */
type Walker = Respondent & {
  readonly instrument: Instrument;
  readonly finally: Answers;
  readonly atFirst: Answers;
  /** Where they go back a page before they answer. */
  readonly hesitatesAt: readonly string[];
  readonly facts: readonly Fact[];
  readonly variant: Session["variant"];
  readonly locale: Session["locale"];
};

const comments = ["One person to speak to.", "  Diolch, \n\nam bopeth 🙏 ", "Call me on 07700 900461", "<b>&amp;"];

/** Any answer that the form of a question can post: none, one, several, words. */
function answersTo(instrument: Instrument): fc.Arbitrary<Answers> {
  const each = instrument.questions.map((question): [string, fc.Arbitrary<readonly string[]>] => {
    const codes = [...optionsOf(question), ...specialOptions(question)].map(({ code }) => code);
    if (question.kind === "text") return [question.id, fc.constantFrom([], ...comments.map((text) => [text]))];
    const one = fc.constantFrom(...codes).map((code) => [code]);
    const any = question.kind === "many" ? fc.oneof(one, fc.subarray(codes)) : one;
    return [question.id, fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 4, arbitrary: any })];
  });
  return fc.record(Object.fromEntries(each));
}

const forms = [...stages, "closure"] as const;

const victims = instruments.filter(({ by }) => by === "victim");

const walker: fc.Arbitrary<Walker> = fc.constantFrom(...victims).chain((instrument) => {
  const ids = instrument.questions.map(({ id }) => id);
  return fc.record({
    instrument: fc.constant(instrument),
    finally: answersTo(instrument),
    atFirst: fc
      .tuple(answersTo(instrument), fc.subarray(ids, { maxLength: 3 }))
      .map(([answers, some]) => Object.fromEntries(some.map((id) => [id, answers[id] ?? []]))),
    hesitatesAt: fc.subarray(ids, { maxLength: 3 }),
    facts: fc.subarray([...facts]),
    draw: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((n) => n / 2 ** 32),
    variant: fc.constantFrom(...variants),
    locale: fc.constantFrom(...languageCodes),
  });
});

const engine = openEngine(env, { now: () => NOW });
const app = createApp(async () => engine);

/** Sits down with a link of their own: the same person, however often. */
async function sitDown({ instrument, facts: known, draw, locale, variant }: Walker) {
  const token = toBase64Url(randomBytes(16));
  const dims: Dims = {
    ...plainDims,
    stage: forms.find((form) => form === instrument.form) ?? "report",
    instrument: instrument.id,
    facts: known,
  };
  const session: Session = {
    token,
    linkHash: await macName(await engine.keys.standing("link"), token),
    wave: weekOf(TODAY),
    dims,
    instrument: instrument.id,
    draw,
    locale,
    mode: "web",
    variant,
    wording: [],
    journey: { id: `${instrument.id} ${draw}`, cohort: quarterOf(TODAY) },
    expiresOn: "2026-03-30" as LocalDate,
    until: plusMinutes(NOW, 60),
  };
  const cookie = `__Host-feedback=${await sealSession(engine, session)}`;
  return openPages((request) => app.fetch(request, env), cookie);
}

/** What a walker has said so far, as the engine should keep it. */
const keptOf = ({ instrument, ...respondent }: Walker, said: Answers) => {
  const accepted = instrument.questions.map((question) => {
    const answer = acceptAnswer(question, said[question.id] ?? []);
    return [question.id, answer.ok ? answer.answer : []] as const;
  });
  const posted = Object.fromEntries(accepted);
  // Nobody here changes to easy read in the middle: only what is asked is answered.
  const asked = new Set(pathOf(instrument, posted, respondent).map(({ id }) => id));
  const answered = Object.entries(posted).filter(([id]) => asked.has(id));
  return keepReachable(instrument, Object.fromEntries(answered), respondent);
};

/** "Question n of up to N": n from 1 and never over N. */
function expectProgress({ path, html }: Page): void {
  const [number = 0, most = 0] = [...(/govuk-caption-m">[^<]*?(\d+)[^<]*?(\d+)/.exec(html) ?? [])].slice(1).map(Number);
  expect(number, `${path} ${headingOf(html)}`).toBeGreaterThan(0);
  expect(number).toBeLessThanOrEqual(most);
}

/** One question a page, with second thoughts, by way of "check your answers", to the thanks. */
async function walkPageByPage(walking: Walker): Promise<void> {
  const { instrument, atFirst, hesitatesAt } = walking;
  const pages = await sitDown(walking);
  const [said, seen, hesitated]: [Record<string, readonly string[]>, Set<string>, Set<string>] = [
    {},
    new Set(),
    new Set(),
  ];
  let page = await pages.get("/feedback");
  for (let count = 0; count < MOST_PAGES; count++) {
    expect([page.path, page.status]).toEqual([page.path, 200]);
    if (page.path === "/feedback/check") {
      const changes = [...page.html.matchAll(/href="(\/feedback\/question\/(\d+)\?then=check)"/g)];
      const shown = changes.map(([, href = "", place]) => ({
        href,
        id: instrument.questions[Number(place) - 1]?.id ?? "",
      }));
      const path = pathOf(instrument, keptOf(walking, said), walking);
      expect(shown.map(({ id }) => id)).toEqual(path.map(({ id }) => id));
      expect(shown.filter(({ id }) => !seen.has(id))).toEqual([]);
      const rethought = shown.find(({ id }) => said[id] !== walking.finally[id]);
      page = rethought ? await pages.get(rethought.href) : await pages.post("/feedback/check", {});
      if (!rethought) break;
      continue;
    }
    expectProgress(page);
    const [[id, offered] = ["none", []], ...others] = questionsOn(page.html);
    expect(others).toEqual([]);
    const question = instrument.questions.find((each) => each.id === id);
    expect([id, offered]).toEqual([
      id,
      question && question.kind !== "text"
        ? [...optionsOf(question), ...specialOptions(question)].map(({ code }) => code)
        : [],
    ]);
    const back = backOf(page.html);
    // Back from a change leads to "check your answers", where what is not asked then can be seen.
    const isChange = page.path.includes("then=");
    if (back !== undefined && !isChange && hesitatesAt.includes(id) && !hesitated.has(id)) {
      hesitated.add(id);
      page = await pages.get(back);
      continue;
    }
    const answer = (seen.has(id) ? walking.finally : { ...walking.finally, ...atFirst })[id] ?? [];
    seen.add(id);
    said[id] = answer;
    page = await pages.post(actionOf(page.html), { [id]: answer });
    const kept = keptOf(walking, said);
    const onPath = new Set(pathOf(instrument, kept, walking).map((each) => each.id));
    for (const gone of Object.keys(said).filter((each) => !onPath.has(each))) {
      delete said[gone];
      seen.delete(gone);
    }
  }
  expect([page.path, page.status]).toEqual(["/feedback/thanks", 200]);
}

/** Everything at once: whatever the page offers, is answered. */
async function walkOnePage(walking: Walker): Promise<void> {
  const pages = await sitDown(walking);
  const form = await pages.get("/feedback/all");
  expect(form.status).toBe(200);
  const fields = [...questionsOn(form.html).keys()].map((id) => [id, walking.finally[id] ?? []]);
  const page = await pages.post(actionOf(form.html), Object.fromEntries(fields));
  expect([page.path, page.status]).toEqual(["/feedback/thanks", 200]);
}

/** Every submission that lies in the pool, opened, in no order that is theirs; and the pool emptied. */
async function openPool(): Promise<readonly string[]> {
  const key = await engine.keys.datedSeal("day", TODAY);
  const { results } = await env.RESPONSES.prepare("select sealed from pool").all<{ sealed: string }>();
  await env.RESPONSES.prepare("delete from pool").run();
  const opened = await Promise.all(results.map(async ({ sealed }) => (await open(key, sealed, "pool"))?.trim() ?? ""));
  return opened.toSorted();
}

const sorted = (items: object) => Object.entries(items).toSorted(([one], [other]) => (one < other ? -1 : 1));

/** Of a submission, the codes alone. */
const itemsIn = (submission: string) => {
  const { kind, items = {} } = JSON.parse(submission) as { readonly kind: string; readonly items?: object };
  return JSON.stringify([kind === "break-off" ? [] : sorted(items)]);
};

/** What should be kept of a walker: nothing of one who said too little. */
const shouldKeep = (walking: Walker) => {
  const { items, outcome, comment } = itemsOf(walking.instrument, keptOf(walking, walking.finally), walking);
  const isEmpty =
    walking.instrument.form === "closure"
      ? Object.keys(items).length === 0 && comment === null
      : outcome === "break-off";
  return JSON.stringify([isEmpty ? [] : sorted(items)]);
};

describe(`${TIMES * TOGETHER} who walk through the surveys, whatever they answer, skip and think better of`, () => {
  beforeAll(async () => await createKeys(engine));

  it(
    "come to the end, and leave the same record by one question a page and by all on one",
    { timeout: 60_000 + TIMES * 20_000 },
    async () => {
      const met = new Set<string>();
      const atOnce = fc.array(walker, { minLength: TOGETHER, maxLength: TOGETHER });
      await fc.assert(
        fc.asyncProperty(atOnce, async (walkers) => {
          await openPool();
          await Promise.all(walkers.map(walkPageByPage));
          const byPages = await openPool();
          await Promise.all(walkers.map(walkOnePage));
          expect(await openPool()).toEqual(byPages);
          expect(byPages.map(itemsIn).toSorted()).toEqual(walkers.map(shouldKeep).toSorted());
          for (const { instrument } of walkers) met.add(instrument.id);
        }),
        // To shrink twenty walkers takes longer than to read of one of them.
        { numRuns: TIMES, endOnFailure: true },
      );
      expect(met.size).toBe(victims.length);
    },
  );
});
