export { couponCommand } from "./coupon-command.ts";
