/** The frame of every page, notices and forms. */
export const frameStyle = `
:root { --bad: #9c2f1b; --wait: #8a4b08; --calm: #46566a; }
@media (prefers-color-scheme: dark) { :root { --bad: #f4a08a; --wait: #f2bf6d; --calm: #b5c4d6; } }
body { font-size: 1rem; }
h1 { font-size: clamp(1.7rem, 1.3rem + 1.8vw, 2.4rem); } h2 { font-size: 1.3rem; } h3 { font-size: 1.05rem; font-family: var(--sans); }
main > .wide { padding-top: 1rem; }
.masthead { border-bottom: 1px solid var(--line); }
.masthead-row { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding-block: .7rem; }
.brand { display: inline-flex; align-items: center; gap: .6rem; color: var(--ink); text-decoration: none; font: 600 1.35rem/1 var(--serif); padding-block: .3rem; }
.brand-mark path { fill: none; stroke-width: 3; stroke-linecap: round; stroke-linejoin: round; } .mark-before { stroke: var(--teal); } .mark-new { stroke: var(--accent); stroke-dasharray: 9 40; stroke-dashoffset: -37; }
.who { margin: 0; color: var(--soft); font-size: .9rem; text-align: right; }
abbr { text-decoration: none; } code, .code { font: 500 .88em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.trail { padding-block: .2rem .8rem; font-size: .95rem; } .trail a { display: inline-block; padding-block: .3rem; }
.slim { max-width: 40rem; }
.as-of { color: var(--soft); font-size: .92rem; display: flex; flex-wrap: wrap; gap: .3rem .8rem; margin-bottom: 1.2rem; }
.link-live::before { content: ""; display: inline-block; width: .6em; height: .6em; border-radius: 50%; background: var(--good); margin-right: .45em; }
.link-lost, .link-signed-out { color: var(--bad); font-weight: 600; } #news { color: var(--ink); font-weight: 600; margin-block: 0; } #news:not(:empty) { padding-top: .8rem; }
.notice { background: var(--wash); border-left: 5px solid var(--accent); border-radius: 8px; padding: .9rem 1.1rem; margin-bottom: 1.2rem; } .notice h2 { font-size: 1.1rem; } .notice p:last-child { margin-bottom: 0; }
.ways { display: flex; flex-wrap: wrap; gap: .7rem; }
.field { display: flex; flex-direction: column; gap: .3rem; margin-bottom: 1.2rem; } .field label { font-weight: 600; }
.field-hint { margin: 0; color: var(--soft); font-size: .92rem; } .field-error { margin: 0; color: var(--bad); font-weight: 600; font-size: .95rem; }
.happens { list-style: disc; padding-left: 1.2rem; margin-bottom: 1.4rem; } .happens li { margin-bottom: .35rem; }
.problem { padding-top: 2rem; } .form { margin-bottom: 2rem; }
.danger { background: var(--bad); color: var(--ground); } .danger:hover { background: var(--ink); color: var(--ground); }
.quiet-button.danger { background: transparent; color: var(--bad); box-shadow: inset 0 0 0 2px var(--bad); } .quiet-button.danger:hover { background: var(--wash); color: var(--bad); }
`;
