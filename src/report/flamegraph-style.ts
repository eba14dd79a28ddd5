/** How the flame graph looks, on top of the page's style. */
export const FLAMEGRAPH_STYLE = `
body { max-width: none; padding: 1.2rem 1.5rem 2rem; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem 1.2rem; margin-bottom: .8rem; }
header p { margin: 0; }
header form:not([hidden]) { margin-left: auto; display: flex; gap: .5rem; align-items: baseline; }
input, button { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: 6px;
  padding: .2rem .6rem; }
input { width: 13rem; } button:enabled { cursor: pointer; }
#found { min-width: 11rem; text-align: right; font-variant-numeric: tabular-nums; }
#graph { width: 100%; }
#graph svg { cursor: pointer; }
#graph text { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; fill: #1f2328; pointer-events: none; }
rect { stroke: var(--back); stroke-width: .6; }
.all { fill: #c8ccd1; } .joined { fill: #e4e6e9; }
.c0 { fill: #f2b8a0; } .c1 { fill: #f4c98f; } .c2 { fill: #ecd98a; } .c3 { fill: #cfdd92; } .c4 { fill: #aadcae; }
.c5 { fill: #9adbc8; } .c6 { fill: #9fd4e6; } .c7 { fill: #aec6f0; } .c8 { fill: #c5bdf0; } .c9 { fill: #e0b6e4; }
@media (prefers-color-scheme: dark) { rect { fill-opacity: .85; } }
svg:hover > rect { stroke: var(--text); }
.above > rect { fill-opacity: .45; } .above > text, .searched svg:not(.hit) > text { fill: var(--text); }
.searched svg:not(.hit) > rect { fill-opacity: .25; }
.searched svg:not(.hit) > text { fill-opacity: .6; }
#tip { position: fixed; z-index: 1; max-width: 32rem; padding: .4rem .7rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--panel); box-shadow: 0 2px 8px #0003; pointer-events: none; overflow-wrap: anywhere; white-space: pre-line; }
`;
