/** Forms: fields with their labels, choices, collapsed parts, and notices of success. */
export const forms = `
.slim { max-width: 32rem; } .slim > h1 { margin-top: 2rem; }
.form { margin: 1rem 0 1.8rem; } .form > .button + p { margin-top: .9rem; }
.fold .form > .fields { max-width: 36rem; }
.fields { display: grid; gap: 1rem; margin-bottom: 1.2rem; }
.fields-row { display: grid; gap: 1rem; grid-template-columns: minmax(8rem, 2fr) minmax(0, 5fr); }
.field { display: flex; flex-direction: column; gap: .25rem; }
.form > .field { margin-bottom: 1.1rem; max-width: 32rem; }
.field label, fieldset legend { font-weight: 600; font-size: .97rem; }
.field input, .field select { width: 100%; }
.field-hint { margin: 0; color: var(--soft); font-size: .92rem; }
.field-error { margin: 0; color: var(--accent); font-size: .95rem; font-weight: 600; }
fieldset { border: 0; margin: 0 0 1.8rem; padding: 0; min-width: 0; max-width: 36rem; }
fieldset legend { font: 600 clamp(1.4rem, 1.2rem + .8vw, 1.8rem)/1.15 var(--serif); padding: 0; margin-bottom: .9rem; }
.choices { display: grid; gap: .7rem; margin-bottom: 1rem; }
.choices .check { background: var(--raised); border: 1px solid var(--line); border-radius: var(--round); padding: .9rem 1.1rem; }
.choices:has(#address-new:not(:checked)) + .typed { display: none; }
.check { display: flex; gap: .75rem; align-items: flex-start; }
.check label { flex: 1; cursor: pointer; }
.check input { flex: none; width: 1.25rem; height: 1.25rem; min-height: 0; margin: .2rem 0 0; padding: 0; accent-color: var(--accent); }
.choices .check:has(:checked) { border-color: var(--teal); box-shadow: inset 0 0 0 1px var(--teal); }
.fold { border: 1px solid var(--line); border-radius: var(--round); margin-bottom: 1rem; padding: 0 1.2rem; }
.fold > summary { cursor: pointer; font-weight: 600; padding: .8rem 0; color: var(--teal); }
.fold > summary:hover { color: var(--accent); }
.fold[open] > summary { margin-bottom: .4rem; }
.fold > .fields { margin-bottom: 1.2rem; }
.address { font-style: normal; overflow-wrap: anywhere; }
.book { display: grid; gap: .9rem; margin-bottom: 1rem; }
.book > li { display: grid; grid-template-columns: 1fr auto; gap: .4rem 1rem; align-items: start; background: var(--raised); border: 1px solid var(--line); border-radius: var(--round); padding: 1rem 1.2rem; }
@media (max-width: 30rem) { .book > li { grid-template-columns: minmax(0, 1fr); } .book .status { justify-self: start; } }
.book .fold { grid-column: 1 / -1; border: 0; padding: 0; margin: 0; }
.account > h2 { margin-top: 2.4rem; }
.ways { display: flex; flex-wrap: wrap; gap: .8rem; align-items: center; margin-bottom: 1.6rem; }
.plain-button { background: none; color: var(--accent); padding: .4rem .2rem; min-height: 2.5rem; text-decoration: underline; text-underline-offset: .18em; border-radius: 6px; }
.plain-button:hover { background: none; color: var(--ink); }
.small-button { min-height: 2.6rem; padding: .3rem 1rem; font-size: .95rem; }
.notice .ways, .notice p + p { margin-top: .5rem; } .notice ul { list-style: disc; padding-left: 1.2rem; margin-bottom: .8rem; }
.notice-good { background: var(--teal-wash); border-left-color: var(--teal); }
`;
