import { chmod, copyFile, mkdir, readdir, stat, symlink, writeFile } from "node:fs/promises";
import { machine } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";

const folderMode = 0o755;

/** A folder on this machine that becomes the root of an image. Modes are set, whatever the umask is. */
export class RootFileSystem {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Makes a folder and those above it. */
  async directory(path: string, mode?: number): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    let place = this.folder;
    for (const part of path.split("/").filter(Boolean)) {
      place = join(place, part);
      const made = await mkdir(place).then(
        () => true,
        () => false,
      );
      if (made) await chmod(place, folderMode);
    }
    if (mode !== undefined) await chmod(place, mode);
  }

  async text(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
    await this.directory(dirname(path));
    await writeFile(join(this.folder, path), content);
    await chmod(join(this.folder, path), mode);
  }

  /** Copies a file; executable stays executable. */
  async file(path: string, source: string): Promise<void> {
    await this.directory(dirname(path));
    await copyFile(source, join(this.folder, path));
    const executable = ((await stat(source)).mode & 0o111) !== 0;
    await chmod(join(this.folder, path), executable ? 0o755 : 0o644);
  }

  /** Copies a folder with everything in it. */
  async tree(path: string, source: string): Promise<void> {
    await this.directory(path);
    for (const entry of await readdir(source, { withFileTypes: true })) {
      const [to, from] = [join(path, entry.name), join(source, entry.name)];
      if (entry.isDirectory()) await this.tree(to, from);
      else await this.file(to, from);
    }
  }

  /**
   * Copies a program or plug-in and the shared libraries it asks for.
   *
   * @param unpacked the folder that stands for `/` to the program: its libraries are looked for there first
   */
  async program(path: string, source: string, unpacked = "/"): Promise<void> {
    await this.file(path, source);
    for (const library of await librariesOf(source, unpacked)) {
      const inside = library.startsWith(`${unpacked}/`) ? library.slice(unpacked.length) : library;
      await this.file(inside, library);
    }
  }

  async link(path: string, target: string): Promise<void> {
    await this.directory(dirname(path));
    await symlink(target, join(this.folder, path));
  }

  /** What programs expect of any system: users, where names are looked up, a place for temporary files. */
  async basics(users: Readonly<Record<string, number>> = {}): Promise<void> {
    const all = Object.entries({ root: 0, nonroot: 65532, ...users });
    await this.text(
      "/etc/passwd",
      all.map(([name, id]) => `${name}:x:${id}:${id}::/:/sbin/nologin\n`).join(""),
    );
    await this.text("/etc/group", all.map(([name, id]) => `${name}:x:${id}:\n`).join(""));
    await this.text("/etc/nsswitch.conf", "hosts: files dns\n");
    await this.directory("/tmp", 0o1777);
    await this.directory("/run");
    await this.link("/var/run", "/run");
  }

  /** The authorities this machine trusts, for programs that call out by TLS. */
  async authorities(): Promise<void> {
    const bundle = "/etc/ssl/certs/ca-certificates.crt";
    await this.file(bundle, bundle).catch(() => undefined);
  }
}

/** The shared libraries and the loader that a program asks for; none for a static one. */
const librariesOf = async (program: string, unpacked: string): Promise<string[]> => {
  const folders = ["usr/lib", "lib"].map((lib) => join(unpacked, lib, `${machine()}-linux-gnu`)).join(":");
  const env = { LC_ALL: "C", ...(unpacked === "/" ? {} : { LD_LIBRARY_PATH: folders }) };
  const { stdout, exitCode } = await execa("ldd", [program], { reject: false, env });
  if (exitCode !== 0) return [];
  return [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].flatMap(([, path]) => (path ? [path] : []));
};
