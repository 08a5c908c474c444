import type { ReceivedText } from "../domain/received-text.ts";

/** Where a gateway keeps the texts that it took in, in case a call to us about one was lost. */
export type Inbox = {
  /** The gateway's name in the configuration: the one that its calls come by. */
  readonly name: string;
  /**
   * A page of texts, the newest first: the newest of all, or those older than the text of this id.
   *
   * @throws Error when it does not answer.
   */
  read(olderThan: string | null): Promise<readonly ReceivedText[]>;
};

export type HasInboxes = { readonly inboxes: readonly Inbox[] };
