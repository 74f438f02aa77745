export { auditShop } from "./audit-shop.ts";
