import { expect, test } from "vitest";
import { openLivePage } from "../testing/fake-live-page.ts";

test("a page takes over what has changed, and goes on asking", async () => {
  const page = openLivePage();
  page.answer({ status: 200, state: "promoting", isMoving: true });
  await page.look();
  expect(page.asked).toEqual(["/releases/rel_1"]);
  expect(page.first.replacement?.dataset.state).toBe("promoting");
  expect(page.elements.news?.textContent).toBe("promoting");
  expect(page.elements.link?.textContent).toBe("Live");
  expect(page.waits).toEqual([3000, 3000]);
});

test("over a confirmation nothing is replaced: it is told that the release has moved on", async () => {
  const page = openLivePage({ moving: "", asking: "" });
  page.answer({ status: 200, state: "promoting", isMoving: true });
  await page.look();
  expect(page.first.replacement).toBeUndefined();
  expect(page.elements.news?.textContent).toContain("moved on");
});

test.each([["no network", "lost"] as const, ["a server that fails", { status: 503, state: "" }] as const])(
  "%s is told with the age of what is shown, and asked again ever less often",
  async (_, answer) => {
    const page = openLivePage();
    page.answer(answer);
    await page.look();
    page.pass(40_000);
    expect(page.elements.link?.textContent).toBe("Connection lost: this is 40 s old");
    for (let times = 0; times < 5; times++) await page.look();
    expect(page.waits.at(-1)).toBe(30_000);
    page.answer({ status: 200, state: "observing", isMoving: true });
    await page.look();
    expect(page.elements.link?.textContent).toBe("Live");
    expect(page.waits.at(-1)).toBe(3000);
  },
);

test("a session that has ended is told, and not asked for again", async () => {
  const page = openLivePage();
  page.answer({ status: 401, state: "" });
  await page.look();
  expect(page.elements.link?.textContent).toContain("Sign in again");
  expect(page.waits).toHaveLength(1);
});

test("a release that has ended is no longer asked for", async () => {
  const page = openLivePage();
  page.answer({ status: 200, state: "finished", isMoving: false });
  await page.look();
  expect(page.elements.link?.textContent).toContain("Ended");
  expect(page.waits).toHaveLength(1);
});

test("a hidden page asks for nothing, and asks at once when it is looked at again", async () => {
  const page = openLivePage();
  page.hide(true);
  expect(page.asked).toEqual([]);
  page.hide(false);
  expect(page.asked).toHaveLength(1);
});
