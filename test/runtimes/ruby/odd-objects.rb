# Makes objects that are odd to dump, dumps the heap to ARGV[0] and prints what Ruby itself says of some of them.
require 'objspace'

class Item
  def initialize(label) = @label = label
end
module Tool; end

ObjectSpace.trace_object_allocations_start
ITEMS = Array.new(37) { |i| Item.new("item #{i}") }
ODD_ITEM = Item.new('odd')
def ODD_ITEM.odd = true
# Between a singleton class, or a class without a name, and the class above it stands what it includes.
EXTENDED_ITEM = Item.new('extended').extend(Tool)
# Assigned to constants they would have names.
$anonymous = Class.new(Item) { include Tool }
$unnamed = Module.new
$liar = Class.new { def self.name = 'Item' }
ANONYMOUS_ITEMS = Array.new(5) { |i| $anonymous.new(i) }
LIARS = Array.new(3) { $liar.new }
BARE = Class.new(BasicObject).new
Object.const_set("Caf\u00e9", Class.new)
CAFES = Array.new(2) { Object.const_get("Caf\u00e9").new }

STRINGS = [
  "\xff\xfe no UTF-8", "a\0b", "\"quoted\\\"", "{\"address\":\"0x10\", \"type\":\"ROOT\"}", "two\nlines\r\n", "\e[1m\x7f",
  "caf\u00e9 \u{1f600} \u2028", "\x80\xff".b, "utf-16".encode('UTF-16LE'), 'x' * 1_000_000, 'frozen'.dup.freeze, +''
].freeze
SHARED = STRINGS[9][0, 900_000]
SYMBOLS = [:plain, :"odd \"symbol\"", "made #{STRINGS.size}".to_sym, :"\u00e9"].freeze
NUMBERS = [2**80, 1.5, Rational(1, 3), Complex(1, 2)].freeze
WIDE = Array.new(5_000) { |i| "wide #{i}" }
DEFAULTS = Hash.new { |hash, key| hash[key] = key }
SITES = ["caf\u00e9.rb", '(odd) file'].map { |file| eval('Object.new', binding, file, 7) }
THREADS = %w[pool\ 001 pool\ 002].map { |name| Thread.new { Thread.stop }.tap { |thread| thread.name = name } }
Thread.pass until THREADS.all?(&:stop?)
ENDED_THREADS = Array.new(2) { Thread.new { :ended }.tap(&:join) }

GC.start
File.write(ARGV.fetch(0), ObjectSpace.dump_all(output: :string), mode: 'wb')

require 'json'
counts = [Item, $anonymous, $liar, Object.const_get("Caf\u00e9"), Thread].map do |type|
  ObjectSpace.each_object(type).count { |object| object.instance_of?(type) }
end
threads = THREADS.map { |thread| { address: ObjectSpace.dump(thread)[/0x\h+/].hex, name: thread.name } }
puts JSON.generate({ counts: counts, threads: threads })
