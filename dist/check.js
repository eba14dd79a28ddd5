export { k as check } from "./shared.js";
