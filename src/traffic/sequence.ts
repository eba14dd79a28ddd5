/** What a fresh process is sent: some kinds once by each lane, then others again and again. */
export interface Sequence<Kind> {
  readonly once: readonly Kind[];
  readonly repeated: readonly Kind[];
}
