import { expect, it } from 'vitest';
import { nameSite } from '../../src/measuring/site-names.ts';

const named = (file: string) => nameSite(file, '/run/base');

it('a file of the repository is named from its root', () => {
  expect(named('/run/base/app/models/cart.rb')).toEqual({ file: 'app/models/cart.rb', inRepository: true });
  expect(nameSite('/run/base/app.rb', '/run/base/')).toEqual({ file: 'app.rb', inRepository: true });
});

it('a file beside the repository with the same beginning is not of it', () => {
  expect(named('/run/base-2/app.rb').inRepository).toBe(false);
});

it('a file of a gem is named from the gem, wherever gems are', () => {
  const file = 'activesupport-6.1.7/lib/active_support/subscriber.rb';
  for (const home of [
    '/cache/bundle/ruby/3.1.0/gems',
    '/usr/lib/ruby/gems/3.1.0/gems',
    '/home/me/.gem/ruby/3.1.0/bundler/gems',
  ]) {
    expect(named(`${home}/${file}`)).toEqual({ file, inRepository: false });
  }
});

it('a gem that is vendored into the repository is not the repository’s own code', () => {
  expect(named('/run/base/vendor/bundle/ruby/3.1.0/gems/rack-2.2.9/lib/rack.rb')).toEqual({
    file: 'rack-2.2.9/lib/rack.rb',
    inRepository: false,
  });
});

it('a folder of the repository that is called gems is its own code', () => {
  expect(named('/run/base/gems/checkout/lib/checkout.rb')).toEqual({
    file: 'gems/checkout/lib/checkout.rb',
    inRepository: true,
  });
});

it('a file of a scoped package is named with its scope', () => {
  expect(named('/cache/node_modules/@shop/cart/index.js').file).toBe('@shop/cart/index.js');
});

it('a file of the language itself is named from its version', () => {
  expect(named('/usr/lib/ruby/3.1.0/set.rb')).toEqual({ file: 'ruby/3.1.0/set.rb', inRepository: false });
});

it('any other file goes by its last name, so that no path of the machine is shown', () => {
  expect(named('/home/me/secret-project/tool.rb')).toEqual({ file: 'tool.rb', inRepository: false });
  expect(named('(eval)')).toEqual({ file: '(eval)', inRepository: false });
  expect(named('<internal:kernel>')).toEqual({ file: '<internal:kernel>', inRepository: false });
});
