export { $ as assertUsableLog, tt as readProbeLog } from "./shared.js";
