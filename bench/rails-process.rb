# A Rails process with a shop in its memory, which writes its own heap twice: before and after it has grown.
#
#   bundle exec ruby rails-process.rb OBJECTS DIRECTORY      in the folder of a Rails app
#
# Writes before.json, of about OBJECTS objects, and after.json, and beside each what the process itself says of its
# classes (*.classes.json). The seed is fixed: two runs on one Ruby differ only by what Rails does at random.
require "objspace"
ObjectSpace.trace_object_allocations_start

require File.expand_path("config/environment")
require "json"
require_relative "live-classes"

class User
  def initialize(number, random)
    @name = "User #{number}"
    @email = "user-#{number}@example.com"
    @settings = ActiveSupport::HashWithIndifferentAccess.new(locale: "en", page_size: random.rand(10..50))
    @orders = []
  end
  attr_reader :orders
end

class Order
  def initialize(user, number)
    @user = user
    @number = "O-#{number}"
    @placed_at = Time.at(1_700_000_000 + number)
    @address = { street: "#{number} Long Street", city: "Porto", country: "PT" }
    @items = []
  end
  attr_reader :items
end

class Item
  def initialize(order, product, random)
    @order = order
    @product = product
    @sku = "SKU-#{random.rand(5_000)}"
    @note = "packed #{random.bytes(random.rand(4..20)).unpack1("H*")}"
    @price = Rational(random.rand(100..9_999), 100)
    @tags = ["new", "tea", @sku]
  end
end

# Users with orders and items, products that the items share, and a log that only grows.
class Shop
  OBJECTS_PER_USER = 178
  OBJECTS_PER_LOG_ENTRY = 5

  def initialize
    @random = Random.new(7)
    @products = Array.new(500) { |number| "Product #{number}" }
    @users = []
    @log = []
    @orders = 0
  end

  def add_users(count)
    count.times do
      @users << User.new(@users.size, @random)
      4.times { add_order(@users.last) }
    end
  end

  def drop_users(count)
    @users.shift(count)
  end

  def add_log_entries(count)
    count.times do |number|
      user = @users.sample(random: @random)
      @log << { path: "/orders/#{number}", params: ["id", number.to_s], user: user }
    end
  end

  private

  def add_order(user)
    order = Order.new(user, @orders += 1)
    5.times { order.items << Item.new(order, @products.sample(random: @random), @random) }
    user.orders << order
  end
end

def live_objects
  GC.start
  slots = ObjectSpace.count_objects
  slots[:TOTAL] - slots[:FREE]
end

# Between the counting and the dump nothing may be allocated or freed.
def dump(directory, name)
  File.open(File.join(directory, "#{name}.json"), "w") do |file|
    # The first write makes the file's lock; the dump then overwrites it.
    file.write(" ")
    file.rewind
    GC.start
    GC.disable
    classes = LiveClasses.tally
    ObjectSpace.dump_all(output: file)
    File.write(File.join(directory, "#{name}.classes.json"), JSON.generate(classes.to_h))
  ensure
    GC.enable
  end
end

objects = Integer(ARGV.fetch(0))
directory = ARGV.fetch(1)
SHOP = Shop.new
SHOP.add_users((objects - live_objects) / Shop::OBJECTS_PER_USER)
dump(directory, "before")
# A twentieth of the users goes, and others come in their slots; the log gains a thirtieth of all objects.
replaced = objects / Shop::OBJECTS_PER_USER / 20
SHOP.drop_users(replaced)
SHOP.add_users(replaced)
SHOP.add_log_entries(objects / Shop::OBJECTS_PER_LOG_ENTRY / 30)
dump(directory, "after")
