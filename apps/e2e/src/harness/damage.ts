/** A request's body in every encoding and with every text that no service could keep. */
export const damage = (body: object): [string, Uint8Array][] => {
  const strings = JSON.stringify(body).match(/(?<=:)"[^"]*"/g) ?? [];
  const withText = (text: string) =>
    strings.reduce((sent, one) => sent.replace(one, text), JSON.stringify(body));
  return [
    ["Latin-1", Buffer.from(withText('"K\u00f6ln"'), "latin1")],
    ["half of a surrogate pair in UTF-8", Buffer.from(withText('"\xed\xa0\x80"'), "latin1")],
    ["half of a surrogate pair as an escape", Buffer.from(withText('"\\ud800"'))],
  ];
};
