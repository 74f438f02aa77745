import { describe, expect, it } from "vitest";
import { readMessage, robots } from "./forms.ts";

const wecom = (content: string) => ({ msgtype: "markdown", markdown: { content } });
const dingtalk = (title: string, text: string) => ({ msgtype: "markdown", markdown: { title, text } });
const feishu = (title: string, content: string) => ({
  msg_type: "interactive",
  card: {
    header: { title: { tag: "plain_text", content: title }, template: "red" },
    elements: [{ tag: "div", text: { tag: "lark_md", content } }],
  },
});

describe("a message that has the form is read", () => {
  it.each([
    ["wecom", wecom("Caravan: x")],
    ["dingtalk", dingtalk("Caravan", "x")],
    ["feishu", feishu("Caravan", "x")],
  ] as const)("%s", (robot, body) => {
    expect(readMessage(robots[robot], JSON.stringify(body)).title).toContain("Caravan");
  });
});

describe("a robot refuses", () => {
  it.each([
    ["wecom", "more than 4,096 bytes", wecom(`Caravan ${"告".repeat(1363)}`)],
    ["wecom", "a message without the keyword", wecom("x")],
    ["wecom", "another kind of message", { msgtype: "text", text: { content: "Caravan" } }],
    ["wecom", "a list where a text belongs", { msgtype: "markdown", markdown: { content: ["Caravan"] } }],
    ["dingtalk", "a message without a title", { msgtype: "markdown", markdown: { text: "Caravan" } }],
    ["dingtalk", "Alertmanager's own form", { version: "4", receiver: "Caravan", alerts: [] }],
    ["feishu", "a field it does not know", { ...feishu("Caravan", "x"), msgtype: "markdown" }],
    ["feishu", "more than 20 KB", feishu("Caravan", "x".repeat(20 * 1024))],
  ] as const)("%s: %s", (robot, _, body) => {
    expect(() => readMessage(robots[robot], JSON.stringify(body))).toThrow();
  });
});
