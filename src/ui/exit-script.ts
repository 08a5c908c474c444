/**
 * The only script of a victim's page, served as a file of its own (no inline script anywhere). Without it the button
 * and the skip link still lead to /exit. With it:
 * - three presses of Shift, within five seconds of each other, leave the page, as GOV.UK's pattern has it;
 * - the page goes blank at once, before the next one has loaded;
 * - a page that the browser kept whole for Back is asked for anew, however it was told not to keep it;
 * - `location.replace` takes the page's entry in the history, so that Back does not return to it.
 */
export const exitScript = `(() => {
  const root = document.querySelector('[data-module="govuk-exit-this-page"]');
  const button = root && root.querySelector("a");
  if (!button) return;
  const WAIT = 5000;
  const say = (key) => root.getAttribute("data-i18n." + key) || "";

  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.className = "govuk-visually-hidden";
  root.append(status);

  const lights = document.createElement("div");
  lights.className = "govuk-exit-this-page__indicator";
  lights.setAttribute("aria-hidden", "true");
  for (let index = 0; index < 3; index++) {
    const light = document.createElement("div");
    light.className = "govuk-exit-this-page__indicator-light";
    lights.append(light);
  }
  button.append(lights);

  let presses = 0;
  let timer;
  let isModified = false;
  let overlay;

  const show = () => {
    lights.classList.toggle("govuk-exit-this-page__indicator--visible", presses > 0);
    [...lights.children].forEach((light, index) =>
      light.classList.toggle("govuk-exit-this-page__indicator-light--on", index < presses));
  };

  const forget = () => {
    clearTimeout(timer);
    if (presses > 0) status.textContent = say("timed-out");
    presses = 0;
    show();
  };

  const leave = (event) => {
    if (event) event.preventDefault();
    document.title = "";
    document.body.classList.add("govuk-exit-this-page-hide-content");
    overlay = document.createElement("div");
    overlay.className = "govuk-exit-this-page-overlay";
    overlay.setAttribute("role", "alert");
    overlay.textContent = say("activated");
    document.body.append(overlay);
    location.replace(button.href);
  };

  button.addEventListener("click", leave);
  const skip = document.querySelector(".govuk-js-exit-this-page-skiplink");
  if (skip) skip.addEventListener("click", leave);

  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && !isModified) {
      clearTimeout(timer);
      presses += 1;
      show();
      if (presses === 3) {
        presses = 0;
        leave();
        return;
      }
      status.textContent = say(presses === 1 ? "press-two-more-times" : "press-one-more-time");
      timer = setTimeout(forget, WAIT);
    } else if (presses > 0) {
      forget();
    }
    isModified = event.shiftKey;
  }, true);

  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      document.body.classList.add("govuk-exit-this-page-hide-content");
      location.replace(location.href.split("#")[0]);
      return;
    }
    document.body.classList.remove("govuk-exit-this-page-hide-content");
    if (overlay) overlay.remove();
    presses = 0;
    show();
  });
})();
`;
