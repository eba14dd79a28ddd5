export async function demoCommand(_options: object, _signal: AbortSignal): Promise<number> { return 0; }
