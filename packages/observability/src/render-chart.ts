import { join } from "node:path";
import { checkout, type ToolPaths } from "@caravan/toolchain";
import { execa } from "execa";
import { parseAllDocuments } from "yaml";

/** The objects of charts/observability, as helm renders them with these flags. */
export const renderChart = async (tools: ToolPaths, ...flags: readonly string[]): Promise<unknown[]> => {
  const chart = join(checkout, "charts/observability");
  const args = ["template", "observability", chart, "--namespace", "observability", ...flags];
  const { stdout } = await execa(tools.path("helm"), args);
  return parseAllDocuments(stdout).map((document): unknown => document.toJS());
};
