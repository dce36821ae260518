// What the panel and the extension say to each other.

export type ToPanel =
  | { type: 'page'; html: string | null; state: string }
  /** `path` is where the cursor is; `null` when the page prints nothing of it. */
  | { type: 'show'; path: string | null };

export type FromPanel =
  | { type: 'ready' }
  /** A field was clicked. */
  | { type: 'go'; path: string }
  | { type: 'open'; address: string };
