import * as v from "valibot";

/** What the group's owner set in the robot: it refuses a message without it. */
const keyword = "Caravan";

const text = v.pipe(v.string(), v.nonEmpty());
const small = (bytes: number) => v.pipe(text, v.maxBytes(bytes));

/**
 * @see https://developer.work.weixin.qq.com/document/path/99110 (markdown: at most 4,096 bytes of UTF-8)
 */
const WeCom = v.strictObject({
  msgtype: v.literal("markdown"),
  markdown: v.strictObject({ content: small(4096) }),
});

/**
 * @see https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages (a title for the list of chats, and a text)
 */
const DingTalk = v.strictObject({
  msgtype: v.literal("markdown"),
  markdown: v.strictObject({ title: small(200), text: small(5000) }),
  at: v.optional(v.strictObject({ isAtAll: v.boolean() })),
});

/**
 * @see https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (a card; a request of at most 20 KB)
 */
const Feishu = v.strictObject({
  msg_type: v.literal("interactive"),
  card: v.strictObject({
    header: v.strictObject({
      title: v.strictObject({ tag: v.literal("plain_text"), content: small(200) }),
      template: v.picklist(["blue", "green", "orange", "red", "grey"]),
    }),
    elements: v.pipe(
      v.array(
        v.strictObject({
          tag: v.literal("div"),
          text: v.strictObject({ tag: v.picklist(["lark_md", "plain_text"]), content: text }),
        }),
      ),
      v.nonEmpty(),
    ),
  }),
});

/** A message as a group reads it. */
export interface Shown {
  readonly title: string;
  readonly text: string;
}

/** What a robot answers: its code for a fault is in the body. */
type Answer = Readonly<Record<string, unknown>>;

/** A group robot, as its API is documented. */
export interface Robot {
  /** Path of its address; the query or the last part is its key. */
  readonly path: string;
  /** Bytes of a request. */
  readonly most: number;
  /** @throws ValiError when the message does not have the form */
  readonly read: (body: unknown) => Shown;
  readonly taken: Answer;
  readonly refused: (why: string) => Answer;
}

const firstLine = (content: string): Shown => ({ title: content.split("\n", 1)[0] ?? "", text: content });

/** The robots of the three chats. */
export const robots = {
  wecom: {
    path: "/cgi-bin/webhook/send?key=k",
    most: 20_000,
    read: (body) => firstLine(v.parse(WeCom, body).markdown.content),
    taken: { errcode: 0, errmsg: "ok" },
    refused: (errmsg) => ({ errcode: 40_058, errmsg }),
  },
  dingtalk: {
    path: "/robot/send?access_token=k",
    most: 20_000,
    read: (body) => v.parse(DingTalk, body).markdown,
    taken: { errcode: 0, errmsg: "ok" },
    refused: (errmsg) => ({ errcode: 310_000, errmsg }),
  },
  feishu: {
    path: "/open-apis/bot/v2/hook/k",
    most: 20 * 1024,
    read: (body) => {
      const { header, elements } = v.parse(Feishu, body).card;
      return { title: header.title.content, text: elements.map((one) => one.text.content).join("\n") };
    },
    taken: { code: 0, msg: "success", data: {} },
    refused: (msg) => ({ code: 19_024, msg, data: {} }),
  },
} as const satisfies Record<string, Robot>;

/** Reads a message as the robot would. @throws Error when the robot would refuse it */
export const readMessage = (robot: Robot, body: string): Shown => {
  if (Buffer.byteLength(body) > robot.most) throw new Error(`larger than ${robot.most} bytes`);
  const shown = robot.read(JSON.parse(body));
  if (!`${shown.title}${shown.text}`.includes(keyword)) throw new Error("keywords not in content");
  return shown;
};
