export { w as readProbeLog } from "./shared.js";
