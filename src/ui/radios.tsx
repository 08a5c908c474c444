import type { FC } from "hono/jsx";
import { Choices, type ChoicesProps } from "./choices.tsx";

/** One question with one answer. @see https://design-system.service.gov.uk/components/radios/ */
export const Radios: FC<ChoicesProps> = (props) => <Choices {...props} family="radios" type="radio" />;
