export { rt as readProbeLog } from "./shared.js";
