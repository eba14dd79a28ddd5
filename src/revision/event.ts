/**
 * What a CI event says about the two commits, and no more. `pull_request.base.sha` is left out on purpose:
 * it can be stale.
 */
export type GitEvent =
  | { readonly kind: 'pull_request'; readonly headSha: string; readonly baseRef?: string | undefined }
  | { readonly kind: 'merge_group'; readonly baseSha: string }
  | { readonly kind: 'push'; readonly before: string; readonly defaultBranch: string }
  | { readonly kind: 'other'; readonly defaultBranch?: string | undefined };
