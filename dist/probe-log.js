export { et as readProbeLog } from "./shared.js";
