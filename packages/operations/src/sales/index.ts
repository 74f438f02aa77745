export { saleCommand } from "./sale-command.ts";
