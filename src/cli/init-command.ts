export async function initCommand(_options: object, _signal: AbortSignal): Promise<number> { return 0; }
