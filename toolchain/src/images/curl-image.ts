import type { ToolPaths } from "../tools/ensure.ts";
import { stageBusybox } from "./busybox.ts";
import type { ImageRecipe } from "./recipe.ts";

/** curl, and a shell with all that scripts call, to be used like the image of curl's authors. */
export const curlImage = (tools: ToolPaths): ImageRecipe => ({
  name: "curl",
  inputs: [tools.path("curl"), tools.path("busybox")],
  config: { entrypoint: ["/curl"], user: "65532:65532" },
  async stage(root) {
    await root.basics();
    await root.authorities();
    // The shell finds its other commands without links.
    await stageBusybox(root, tools.path("busybox"), ["sh"]);
    await root.program("/curl", tools.path("curl"));
    await root.link("/bin/curl", "/curl");
  },
});
