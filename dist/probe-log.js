export { tt as readProbeLog } from "./shared.js";
