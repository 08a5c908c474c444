import type { FC } from "hono/jsx";
import { Choices, type ChoicesProps } from "./choices.tsx";

/** One question with several answers. @see https://design-system.service.gov.uk/components/checkboxes/ */
export const Checkboxes: FC<ChoicesProps> = (props) => <Choices {...props} family="checkboxes" type="checkbox" />;
