/**
 * Every problem that the API can report, in one place (RFC 9457).
 *
 * A problem is a caller's fault or a state that a caller can act on; our own fault is an `Error`, told as `internal`.
 * `detail` says what to do. It never holds a name, number, address, token or answer.
 */
const catalogue = {
  "invalid-request": { status: 400, title: "The request is not of the documented form" },
  "unauthenticated": { status: 401, title: "A valid key or signature is needed" },
  "forbidden": { status: 403, title: "This key may not do that" },
  "not-found": { status: 404, title: "There is nothing at this address" },
  "method-not-allowed": { status: 405, title: "This address does not take that method" },
  "conflict": { status: 409, title: "The request conflicts with what is recorded" },
  "restored": { status: 409, title: "A database was set back to before something that was published" },
  "gone": { status: 410, title: "This link has ended" },
  "too-large": { status: 413, title: "The request is too large" },
  "unsupported-media-type": { status: 415, title: "This content type is not accepted here" },
  "query-not-allowed": { status: 422, title: "This table is not among those that a release publishes" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "key-not-ready": { status: 503, title: "The engine is not ready for this yet" },
  "busy": { status: 503, title: "Others are changing the same records" },
  "internal": { status: 500, title: "Something went wrong on our side" },
} as const;

export type ProblemType = keyof typeof catalogue;

/** One thing that is wrong in a request: where (a path such as `data.case.identifiers`), and how to mend it. */
export type Fault = { readonly path: string; readonly fix: string };

export const problemTypes = Object.keys(catalogue) as readonly ProblemType[];

export class Problem extends Error {
  readonly type: ProblemType;
  readonly status: (typeof catalogue)[ProblemType]["status"];
  readonly title: string;
  readonly detail: string;
  readonly faults: readonly Fault[];

  constructor(type: ProblemType, detail: string, faults: readonly Fault[] = []) {
    super(`${type}: ${detail}`);
    this.type = type;
    this.status = catalogue[type].status;
    this.title = catalogue[type].title;
    this.detail = detail;
    this.faults = faults;
  }

  /** The `application/problem+json` document. */
  toJSON() {
    const { type, status, title, detail, faults } = this;
    return { type: `/problems/${type}`, status, title, detail, ...(faults.length > 0 && { errors: faults }) };
  }
}

export const describeProblem = (type: ProblemType) => catalogue[type];
