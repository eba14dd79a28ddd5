# Counts the objects of each class as the process itself sees them, to check a dump of the same moment by.
# Modules are left out, as each is a class of its own in a dump.
class LiveClasses
  NAME_OF = Module.instance_method(:name)

  # The first pass makes room for every class, so that the second allocates nothing that the dump would show; a bound
  # Kernel#class would, in Ruby 3.1.
  def self.tally
    counts = {}.compare_by_identity
    2.times do
      counts.each_key { |found| counts[found] = 0 }
      ObjectSpace.each_object do |object|
        next if Module === object

        found = ObjectSpace.internal_class_of(object)
        counts[found] = (counts[found] || 0) + 1
      end
    end
    new(counts)
  end

  def initialize(counts)
    @counts = counts
  end

  def to_h
    @counts.each_with_object(Hash.new(0)) { |(found, count), totals| totals[name_of(real_class(found))] += count }
  end

  private

  def real_class(found) = found.singleton_class? ? real_class(found.superclass) : found

  def name_of(found)
    own = NAME_OF.bind_call(found)
    return own.gsub(/#<(?:Class|Module):0x\h+>/, "(anonymous)") if own

    named = found.ancestors.find { |above| above.is_a?(Class) && NAME_OF.bind_call(above) }
    "(anonymous) < #{NAME_OF.bind_call(named)}"
  end
end
