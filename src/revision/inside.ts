import { isAbsolute, relative } from 'node:path';

/** Whether `path` is `folder` or below it. Both must be real paths: links are not looked through. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
}
