import { version } from './version.ts';

/** The workflow that `init` writes and the README shows: least permissions, each with its reason. */
export const workflowText = `name: heapgate
on:
  pull_request:
  merge_group:

permissions:
  contents: read # to check out base and head
  pull-requests: write # to comment; without it the result is in the job summary

concurrency:
  group: heapgate-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  heapgate:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          fetch-depth: 0 # heapgate compares with the merge base
          persist-credentials: false
      - uses: ruby/setup-ruby@0dafeac902942906541bc140009cdbf32665b601 # v1.315.0
      - uses: actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5
        with:
          path: ~/.cache/heapgate # gems of both revisions
          key: heapgate-\${{ runner.os }}-\${{ hashFiles('**/Gemfile.lock') }}
          restore-keys: heapgate-\${{ runner.os }}-
      - uses: heapgate/heapgate@v${version} # replace the tag by the commit of the release
        with:
          max-minutes: 17 # of the 20: it ends with what it knows before the job is cut off
`;
