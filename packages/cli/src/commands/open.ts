import { Command } from "commander";
import { execa } from "execa";
import { openSession } from "../session.ts";

export const openCommand = (): Command =>
  new Command("open").description("open the shop in a browser").action(async () => {
    const { shop } = await openSession();
    console.log(shop);
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
    await execa("xdg-open", [shop], { reject: false });
  });
