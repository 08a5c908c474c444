/**
 * The script of the officer's closure page. Without it the page is a form that posts. With it:
 * - a question that hangs on an earlier answer shows when it is to be asked;
 * - what is filled in is kept on the device, sealed under a key made from the link's token, which is kept nowhere: only
 *   who has the link can open it again. It has a name that is made from the token too, and a length that tells nothing;
 * - without a connection the form waits on the device, and goes once there is one while its page is open;
 * - what is kept is destroyed once the discussion is recorded or its request is gone, on request, and after 14 days.
 *
 * Words are the page's own: this shows and hides them.
 */
export const closureScript = `(() => {
  const DAYS = 14;
  const AGAIN = 15000;
  const PATIENCE = 20000;
  const BLOCK = 4096;
  const token = (/^\\/closure\\/([\\w-]{22})$/.exec(location.pathname) || [])[1];
  const main = () => document.querySelector("main");
  const formOf = () => document.querySelector("form[data-closure]");
  const utf8 = new TextEncoder();

  if ("serviceWorker" in navigator) {
    navigator.serviceWorker
      .register("/closure/worker.js", { scope: "/closure/", updateViaCache: "none" })
      .catch(() => {});
  }

  // Which questions are asked.

  const reveal = (form) => {
    const data = new FormData(form);
    for (const part of form.querySelectorAll("[data-ask]")) {
      const isAsked = JSON.parse(part.dataset.ask).every((clause) => {
        const given = data.getAll(clause.answer);
        // Of a correction, what is not given stays as it was recorded, which this page does not know.
        if (given.length === 0) return form.dataset.closure === "correct";
        return clause.in ? given.some((code) => clause.in.includes(code)) : !given.some((code) => clause.notIn.includes(code));
      });
      const wasAsked = !part.hidden;
      part.hidden = !isAsked;
      for (const field of part.querySelectorAll("input, textarea")) field.disabled = !isAsked;
      if (isAsked !== wasAsked) return reveal(form);
    }
  };

  const exclude = ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    const isAlone = target.dataset.behaviour === "exclusive";
    for (const other of target.form.querySelectorAll("input[type=checkbox]")) {
      if (other.name !== target.name || other === target) continue;
      if (isAlone || other.dataset.behaviour === "exclusive") other.checked = false;
    }
  };

  // Where a draft lies, and under which key.

  const request = (asking) =>
    new Promise((resolve, reject) => {
      asking.onsuccess = () => resolve(asking.result);
      asking.onerror = () => reject(asking.error);
    });

  const withDrafts = async (mode, act) => {
    const opening = indexedDB.open("closure", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("drafts", { keyPath: "name" });
    const database = await request(opening);
    try {
      return await act(database.transaction("drafts", mode).objectStore("drafts"));
    } finally {
      database.close();
    }
  };

  const keyring = async () => {
    const base = await crypto.subtle.importKey("raw", utf8.encode(token), "HKDF", false, ["deriveKey", "deriveBits"]);
    const by = (info) => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: utf8.encode(info) });
    const bits = await crypto.subtle.deriveBits(by("throughline/closure-draft/name"), base, 128);
    const name = [...new Uint8Array(bits)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const algorithm = { name: "AES-GCM", length: 256 };
    const key = await crypto.subtle.deriveKey(by("throughline/closure-draft/key"), base, algorithm, false, [
      "encrypt",
      "decrypt",
    ]);
    return { name, key };
  };

  const sealing = (name, iv) => ({ name: "AES-GCM", iv, additionalData: utf8.encode(name) });

  const read = async ({ name, key }) => {
    const row = await withDrafts("readonly", (drafts) => request(drafts.get(name)));
    if (!row) return null;
    const plain = await crypto.subtle.decrypt(sealing(name, row.iv), key, row.sealed);
    return { ...JSON.parse(new TextDecoder().decode(plain)), until: row.until };
  };

  const write = async ({ name, key }, { entries, queued, changedAt, until }) => {
    const plain = JSON.stringify({ entries, queued, changedAt });
    const length = Math.ceil((utf8.encode(plain).length + 1) / BLOCK) * BLOCK;
    const padded = utf8.encode(plain + " ".repeat(length - utf8.encode(plain).length));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt(sealing(name, iv), key, padded);
    await withDrafts("readwrite", (drafts) => request(drafts.put({ name, iv, sealed, until })));
  };

  const forget = async (name) => {
    const left = await withDrafts("readwrite", async (drafts) => {
      await request(drafts.delete(name));
      return await request(drafts.count());
    });
    if (left === 0) indexedDB.deleteDatabase("closure");
  };

  /** Drafts that have served their time, whoever's they are. */
  const sweep = () =>
    withDrafts("readwrite", async (drafts) => {
      for (const { name, until } of await request(drafts.getAll())) {
        if (until < Date.now()) await request(drafts.delete(name));
      }
    });

  // What the page shows.

  const show = (name, isShown) => {
    for (const part of document.querySelectorAll('[data-keeping="' + name + '"]')) part.hidden = !isShown;
  };
  const isQueued = () => !document.querySelector('[data-keeping="queued"]').hidden;
  const showConnection = () => show("offline", !navigator.onLine && !isQueued());

  const fillIn = (form, entries) => {
    for (const field of form.elements) {
      if (!field.name || field.name === "lang" || field.type === "submit" || field.type === "button") continue;
      const given = entries.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
      else if (given.length > 0) field.value = given[0];
    }
    for (const details of form.querySelectorAll("details")) {
      if (details.querySelector("input:checked")) details.open = true;
    }
  };

  /** Calendar days between two moments of this device's clock, which may be wrong itself. */
  const daysBetween = (from, to) => {
    const day = (at) => Math.floor((at - new Date(at).getTimezoneOffset() * 60000) / 86400000);
    return Math.max(0, day(to) - day(from));
  };

  const entriesOf = (form) => [...new FormData(form)].filter(([name]) => name !== "language");

  const put = (html) => {
    const told = new DOMParser().parseFromString(html, "text/html");
    const next = told.querySelector("main");
    if (!next) return false;
    document.title = told.title;
    document.querySelector("header").replaceWith(told.querySelector("header"));
    main().replaceWith(next);
    const place = next.querySelector(".govuk-error-summary") || next.querySelector("h1");
    place.tabIndex = -1;
    place.focus();
    return true;
  };

  const dress = (form) => {
    if (form.dataset.closure === "new") {
      for (const condition of form.querySelectorAll("[data-condition]")) condition.hidden = true;
    }
    form.addEventListener("change", exclude);
    form.addEventListener("change", () => reveal(form));
    reveal(form);
  };

  /** Keeps, queues and sends the form of a request that is open. Its day is that of the last change to a field. */
  const keepForm = (ring) => {
    let until = Date.now() + DAYS * 86400000;
    let changedAt = null;
    let timer;
    let waiting;
    let isSending = false;
    let saving = Promise.resolve();

    const save = (queued) => {
      clearTimeout(timer);
      timer = undefined;
      changedAt ??= Date.now();
      const draft = { entries: entriesOf(formOf()), queued, changedAt, until };
      saving = saving.catch(() => {}).then(() => write(ring, draft));
      return saving;
    };

    const wait = () => {
      show("form", false);
      show("queued", true);
      showConnection();
      const heading = document.querySelector('[data-keeping="queued"] h2');
      if (document.activeElement !== heading && !document.activeElement.matches('[data-keeping="queued"] *')) heading.focus();
      clearTimeout(waiting);
      waiting = setTimeout(send, AGAIN);
    };

    const edit = () => {
      clearTimeout(waiting);
      show("queued", false);
      show("form", true);
      showConnection();
    };

    const settle = async (response) => {
      const html = await response.text();
      if (!put(html)) return wait();
      clearTimeout(waiting);
      if (main().querySelector("[data-outcome]")) return await forget(ring.name);
      await begin(ring);
      await save(false);
    };

    const send = async () => {
      if (isSending) return;
      isSending = true;
      try {
        await saving;
        const draft = await read(ring);
        // Another tab has sent it, or somebody has discarded it.
        if (!draft) return location.reload();
        if (!draft.queued) return;
        const response = await fetch(location.pathname, {
          method: "POST",
          body: new URLSearchParams([...draft.entries, ["ago", daysBetween(draft.changedAt, Date.now())]]),
          signal: AbortSignal.timeout(PATIENCE),
        });
        if (response.status >= 500 || response.status === 429 || response.status === 403) wait();
        else await settle(response);
      } catch {
        wait();
      } finally {
        isSending = false;
      }
    };

    const discard = async () => {
      clearTimeout(timer);
      clearTimeout(waiting);
      timer = undefined;
      changedAt = null;
      await saving.catch(() => {});
      await forget(ring.name);
      const form = formOf();
      form.reset();
      fillIn(form, []);
      reveal(form);
      edit();
      show("restored", false);
      show("discarded", true);
    };

    const bind = () => {
      const form = formOf();
      const later = () => {
        show("discarded", false);
        changedAt = Date.now();
        clearTimeout(timer);
        timer = setTimeout(() => save(false).catch(() => {}), 300);
      };
      form.addEventListener("input", later);
      form.addEventListener("change", later);
      // Heard in the header too, where the switch of language stands.
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const pressed = event.submitter;
        if (pressed && pressed.name === "language") {
          await save(false);
          return location.assign("?lang=" + pressed.value);
        }
        await save(true);
        await send();
      });
      main().addEventListener("click", async ({ target }) => {
        const act = target.closest("button[name=act]");
        if (!act) return;
        if (act.value === "send") await send();
        if (act.value === "discard") await discard();
        if (act.value === "change") {
          await save(false);
          edit();
        }
      });
    };

    /** Binds to the form that the page shows now. */
    const begin = async () => {
      const form = formOf();
      dress(form);
      bind();
      show("kept", true);
      showConnection();
    };

    const restore = async () => {
      const draft = await read(ring).catch(() => null);
      await begin();
      if (!draft) return;
      ({ until, changedAt } = draft);
      fillIn(formOf(), draft.entries);
      reveal(formOf());
      if (draft.queued) {
        wait();
        await send();
      } else {
        show("restored", true);
      }
    };

    for (const [event, act] of [["online", send], ["online", showConnection], ["offline", showConnection]])
      addEventListener(event, () => formOf() && act());
    document.addEventListener("visibilitychange", () => {
      if (!formOf()) return;
      if (document.visibilityState === "visible") send();
      else if (timer !== undefined) save(isQueued()).catch(() => {});
    });
    return restore();
  };

  const start = async () => {
    const form = formOf();
    try {
      await sweep();
      if (!token || (form && form.dataset.closure !== "new")) {
        if (form) dress(form);
        return;
      }
      const ring = await keyring();
      if (form) await keepForm(ring);
      else await forget(ring.name);
    } catch {
      // Nothing can be kept in this browser: the form posts by itself, as without script.
      if (form) dress(form);
    }
  };

  start();
})();
`;
