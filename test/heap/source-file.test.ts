import { expect, it } from 'vitest';
import { packageOf } from '../../src/heap/source-file.ts';

it.each([
  ['/cache/bundle/ruby/3.1.0/gems/rack-2.2.9/lib/rack.rb', 'rack-2.2.9'],
  ['/usr/lib/ruby/gems/3.1.0/gems/racc-1.6.0/lib/racc.rb', 'racc-1.6.0'],
  ['/cache/ruby/3.1.0/bundler/gems/shop-0a1b2c3d/lib/shop.rb', 'shop-0a1b2c3d'],
  ['/cache/node_modules/@shop/cart/index.js', '@shop/cart'],
])('%s is of the package %s', (file, name) => {
  expect(packageOf(file)).toBe(name);
});

it.each([
  '/usr/lib/ruby/3.1.0/set.rb',
  '/usr/lib/ruby/vendor_ruby/rubygems/specification.rb',
  '<internal:kernel>',
])('%s comes with the language', (file) => {
  expect(packageOf(file)).toBe('(ruby)');
});

it.each(['/srv/shop/app/models/cart.rb', 'app.rb', '(eval)', ''])('%s is of the app', (file) => {
  expect(packageOf(file)).toBe('(app)');
});
