export { openShop, type TestShop } from "./open-shop.ts";
export { plantSoundShop } from "./sound-shop.ts";
