/** Classes whose instances raise at whatever they are asked: only methods bound from core classes get an answer. */
export const rudeObjects = `
  class RudeObject
    %i[class inspect to_s == != === eql? equal? ! !~ =~ hash nil? object_id __id__ is_a? instance_variables
       instance_variable_get respond_to? respond_to_missing? method_missing frozen? send __send__].each do |name|
      define_method(name) { |*| raise "#{name} was called" }
    end
  end
  class RudeBasic < BasicObject
    %i[== != ! equal? __id__ method_missing __send__ instance_eval].each do |name|
      define_method(name) { |*| ::Kernel.raise "#{name} was called" }
    end
  end
  class RudeString < String
    %i[bytesize length inspect to_s == hash class].each { |name| define_method(name) { |*| raise "#{name} was called" } }
  end
  class RudeArray < Array
    %i[each length size [] at inspect == hash class].each { |name| define_method(name) { |*| raise "#{name} was called" } }
  end
  class RudeHash < Hash
    %i[each each_pair keys [] fetch inspect == class].each { |name| define_method(name) { |*| raise "#{name} was called" } }
  end
  class RudeClass
    class << self
      %i[name to_s inspect == === hash superclass instance_method constants class].each do |name|
        define_method(name) { |*| raise "#{name} was called" }
      end
    end
  end
`;
