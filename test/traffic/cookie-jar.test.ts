import { describe, expect, it } from 'vitest';
import { CookieJar } from '../../src/traffic/cookie-jar.ts';

function headerAfter(target: string, ...cookies: string[]): string | undefined {
  const jar = new CookieJar();
  for (const cookie of cookies) jar.keep({ cookies: [cookie] });
  return jar.header(target);
}

describe('a lane’s cookies', () => {
  it('are sent together, the last value of each', () => {
    expect(headerAfter('/', 'a=1; Path=/; Secure; HttpOnly', 'b=x=y', 'a=2; path=/')).toBe('b=x=y; a=2');
  });

  it('are sent to the paths that they are for', () => {
    const cookies = ['a=1; path=/admin', 'b=2'];
    expect(headerAfter('/admin/users?x=1', ...cookies)).toBe('a=1; b=2');
    expect(headerAfter('/admin', ...cookies)).toBe('a=1; b=2');
    expect(headerAfter('/administrator', ...cookies)).toBe('b=2');
  });

  it.each([
    'a=; Max-Age=0',
    'a=; expires=Thu, 01 Jan 1970 00:00:00 GMT',
    'a=1; max-age=-1; expires=Fri, 01 Jan 2100 00:00:00 GMT',
  ])('are taken back: %s', (cookie) => {
    expect(headerAfter('/', 'a=1', cookie)).toBeUndefined();
  });

  it('stay while their time has not run out', () => {
    expect(headerAfter('/', 'a=1; expires=Fri, 01 Jan 2100 00:00:00 GMT; max-age=60')).toBe('a=1');
  });

  it('have a name', () => {
    expect(headerAfter('/', 'nothing', '=1')).toBeUndefined();
  });
});
