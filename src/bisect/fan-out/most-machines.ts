/** More jobs than that a matrix on GitHub cannot have. */
export const mostMachines = 256;
