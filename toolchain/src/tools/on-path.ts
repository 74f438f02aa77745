import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";

/** System folders that a user's PATH often leaves out. */
const systemFolders = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];

/** The file a program's name stands for on PATH or in the system's folders. */
export const findOnPath = async (name: string): Promise<string | undefined> => {
  for (const folder of [...(process.env.PATH ?? "").split(delimiter), ...systemFolders]) {
    const file = join(folder, name);
    const usable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (folder !== "" && usable) return file;
  }
  return undefined;
};

/** The version a program says it has, as `1.2.3`; undefined when it says none within five seconds. */
export const askVersion = async (file: string, ask: readonly string[]): Promise<string | undefined> => {
  const { stdout, stderr } = await execa(file, ask, { reject: false, timeout: 5000 });
  return /\bv?(\d+\.\d+\.\d+(?:-[\w.]+)?)/.exec(`${stdout}\n${stderr}`)?.[1];
};
