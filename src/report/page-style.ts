/** The page's style: system fonts, light and dark, nothing loaded. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1f2328; --quiet: #59636e; --back: #fff; --panel: #f6f8fa; --line: #d1d9e0;
  --bad: #cf222e; --good: #1a7f37; --unsure: #9a6700; --head: #0969da; }
@media (prefers-color-scheme: dark) { :root { --text: #f0f6fc; --quiet: #9198a1; --back: #0d1117; --panel: #151b23;
  --line: #3d444d; --bad: #f85149; --good: #3fb950; --unsure: #d29922; --head: #4493f8; } }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.5rem 4rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.1rem; color: var(--quiet); font-weight: 600; margin: 0; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
.verdict { font-size: 1.45rem; line-height: 1.35; margin: .3rem 0 1rem; font-weight: 600; }
.Regression { color: var(--bad); } .Pass { color: var(--good); } .Inconclusive { color: var(--unsure); }
.quiet { color: var(--quiet); }
code, pre { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; unicode-bidi: isolate; }
code { background: var(--panel); border-radius: 4px; padding: .1em .3em; overflow-wrap: anywhere; }
pre { background: var(--panel); border-radius: 6px; padding: .7rem 1rem; margin: .5rem 0 0; overflow-x: auto; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .45rem 1.2rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; min-width: 0; }
.leak { border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 6px; padding: 1rem 1.2rem; margin: 1rem 0; }
.leak h2 { margin-top: 0; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: middle; }
th { color: var(--quiet); font-weight: 500; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td:has(svg) { padding-left: .8rem; }
th.number + th:not(.number) { padding-left: .8rem; }
svg { display: block; }
polyline { fill: none; stroke-width: 1.8; }
.head { stroke: var(--head); } .base { stroke: var(--quiet); stroke-dasharray: 3 3; stroke-width: 1; }
@media print { body { max-width: none; padding: 0; } .leak { break-inside: avoid; } }
`;
