import type { Child, FC } from "hono/jsx";

/** What is wider than a narrow screen, in a box of its own that scrolls, also by keyboard; `label` names it to screen readers. */
export const ScrollBox: FC<{ readonly label: string; readonly children?: Child }> = ({ label, children }) => (
  <section class="app-scroll" aria-label={label} tabindex={0}>
    {children}
  </section>
);
