import { describe, expect, it } from "vitest";
import { articleNumbers, fold } from "./search-words.ts";

describe("folded words", () => {
  it.each([
    ["TÉNÉRÉ te\u0301ne", ["tenere", "tene"]],
    ["Straße", ["strasse"]],
    ["sheikh’s Sheikh's", ["sheikhs", "sheikhs"]],
    ["2-person, roll-top", ["2", "person", "roll", "top"]],
    ["帐篷 ＣＡＲ 한국", ["帐篷", "car", "한국"]],
    [" %_!? ", []],
  ])("of %j have no accents, capitals and punctuation", (text, words) => expect(fold(text)).toEqual(words));
});

describe("article numbers", () => {
  it.each([
    ["CAR-0001", ["CAR-0001"]],
    ["is car 0001 or CAR0002 better?", ["CAR-0001", "CAR-0002"]],
    ["ＣＡＲ－0001", ["CAR-0001"]],
    ["CAR-0001 car-0001", ["CAR-0001"]],
    ["car 37", ["CAR-0037"]],
    ["car-37", ["CAR-0037"]],
    ["0037", ["CAR-0037"]],
    ["tent 0037, 37", []],
    ["CAR-00011, SCAR-0001", []],
  ])("are read from %j", (query, numbers) => expect(articleNumbers(query)).toEqual(numbers));
});
