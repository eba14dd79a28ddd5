# frozen_string_literal: true

# heapgate's agent: loaded by RUBYOPT into every Ruby process of the app, answers on a Unix socket of its own.
# It must not disturb the app: nothing is required that could activate a gem (hence socket.so, not socket, and no
# json), and foreign objects are only touched through methods bound from core classes, since an app may override
# any method and a BasicObject has none. Ruby 2.7 or newer.
require 'socket.so'
require 'objspace'

module HeapgateAgent
  DIRECTORY = ENV['HEAPGATE_AGENT_DIR']

  CLASS_OF = Kernel.instance_method(:class)
  # Answers "#<Foo:0x00007f…>": the one way from an object to its address that works for every object.
  TO_S = Kernel.instance_method(:to_s)
  SAME = BasicObject.instance_method(:equal?)
  IVARS = Kernel.instance_method(:instance_variables)
  IVAR_GET = Kernel.instance_method(:instance_variable_get)
  MODULE_NAME = Module.instance_method(:name)
  SUPERCLASS = Class.instance_method(:superclass)
  IS_SINGLETON = Module.instance_method(:singleton_class?)
  # Around an object of the VM's own, which Ruby code must not touch.
  WRAPPER = ObjectSpace::InternalObjectWrapper
  BYTESIZE = String.instance_method(:bytesize)
  LENGTH = Array.instance_method(:length)
  SIZE = Hash.instance_method(:size)
  SETSOCKOPT = BasicSocket.instance_method(:setsockopt)
  SYMBOL_TO_S = Symbol.instance_method(:to_s)
  CONSTANTS = Module.instance_method(:constants)
  CONST_DEFINED = Module.instance_method(:const_defined?)
  CONST_GET = Module.instance_method(:const_get)
  VM_GLOBALS = global_variables
  AUTOLOAD = Module.instance_method(:autoload?)

  # Up to this length a string, or an array, fits into its slot in every Ruby, and a hash has room without a table.
  EMBEDDED_BYTES = 23
  EMBEDDED_VALUES = 3
  SMALL_HASH = 8
  VALUE_BYTES = 8
  ENTRY_BYTES = 24
  HEADER_BYTES = 40

  module_function

  # Called at load and again in every forked child: sockets and threads do not survive a fork.
  def listen
    # Inherited from the parent: as long as a child holds them, a parent that has ended seems to answer.
    @server&.close
    @client&.close
    path = "#{DIRECTORY}/#{Process.pid}.sock"
    File.unlink(path) if File.exist?(path)
    @server = UNIXServer.new(path)
    @id = Random.urandom(8).unpack1('H*')
    @server.close_on_exec = true
    thread = Thread.new(@server) { |server| accept_forever(server) }
    thread.name = 'heapgate agent'
    thread.report_on_exception = false
    # Keeps Puma from warning that a thread was started before it forks.
    thread.thread_variable_set(:fork_safe, true)
  rescue SystemCallError, ArgumentError
    nil # the directory is gone, or its path too long for a socket: the app need not care
  end

  def accept_forever(server)
    loop { answer(server.accept) }
  end

  def answer(client)
    @client = client
    verb, argument = client.gets.to_s.chomp.split(' ', 2)
    client.write(perform(verb, argument))
    # To close it would end nothing while a child that was forked meanwhile holds it as well.
    client.shutdown
  rescue IOError, SystemCallError
    nil # heapgate hung up
  ensure
    client.close
  end

  def perform(verb, argument)
    case verb
    when 'info' then info
    when 'settle' then settle
    when 'census' then census
    when 'dump' then dump(argument)
    when 'trace' then trace(argument == 'on')
    when 'routes' then routes
    when 'threads' then threads
    when 'edges' then edges(argument)
    else failure("unknown verb #{verb}")
    end
  rescue StandardError, ScriptError, NoMemoryError, SystemStackError => error
    failure(describe(error))
  end

  def info
    accept_at_once
    object(id: string(@id), pid: Process.pid, parentPid: Process.ppid, title: string($PROGRAM_NAME.dup),
           language: string("Ruby #{RUBY_VERSION}"), serverThreads: server_threads || 'null')
  end

  # Unicorn has the kernel hold connections back until they bring a request; which process a connection has reached
  # must be known before one is sent.
  def accept_at_once
    ObjectSpace.each_object(::TCPServer) do |listener|
      SETSOCKOPT.bind_call(listener, Socket::IPPROTO_TCP, Socket::TCP_DEFER_ACCEPT, 0)
    rescue IOError, SystemCallError
      next # closed, or of a kind that has no such option
    end
  end

  # Puma knows how many threads it may start, a worker of Unicorn has one; other servers do not say.
  def server_threads
    return 1 if defined?(::Unicorn::HttpServer)
    return unless defined?(::Puma::ThreadPool)

    most = 0
    ObjectSpace.each_object(::Puma::ThreadPool) do |pool|
      threads = IVAR_GET.bind_call(pool, :@max)
      most = threads if threads.is_a?(Integer) && threads > most
    end
    most if most.positive?
  end

  # Collects until the number of live objects stops falling: one collection can free what kept others alive.
  def settle
    started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    live = nil
    10.times do
      GC.start(full_mark: true, immediate_sweep: true)
      now = GC.stat(:heap_live_slots)
      break if live && now >= live

      live = now
      Thread.pass # lets finalizers and threads that just lost their work end
    end
    elapsed = Process.clock_gettime(Process::CLOCK_MONOTONIC) - started
    object(liveObjects: live, gcMs: (elapsed * 1000).round(1))
  end

  # One pass over the heap that makes no object. Kernel#class, bound, would make two of the VM's own for every object
  # in Ruby 3.1; internal_class_of makes none, but answers the singleton class where there is one, and for a wrapper
  # what it wraps. Classes and modules have a pass of their own, since those without a name count apart.
  def census
    slots = ObjectSpace.count_objects
    imemo = ObjectSpace.count_imemo_objects
    objects = {}.compare_by_identity
    bytes = {}.compare_by_identity
    visible = 0
    ObjectSpace.each_object do |found|
      visible += 1
      next if Module === found

      klass = WRAPPER === found ? WRAPPER : ObjectSpace.internal_class_of(found)
      klass = CLASS_OF.bind_call(found) unless Class === klass # an extension may hide a class from Ruby
      size = ObjectSpace.memsize_of(found)
      # memsize is the capacity, which grows in leaps, and nothing for what shares another's buffer.
      if String === found
        length = BYTESIZE.bind_call(found)
        size = HEADER_BYTES + length if length > EMBEDDED_BYTES
      elsif Array === found
        length = LENGTH.bind_call(found)
        size = HEADER_BYTES + length * VALUE_BYTES if length > EMBEDDED_VALUES
      elsif Hash === found
        length = SIZE.bind_call(found)
        size = HEADER_BYTES + length * ENTRY_BYTES if length > SMALL_HASH
      end
      objects[klass] = (objects[klass] || 0) + 1
      bytes[klass] = (bytes[klass] || 0) + size
    end
    rows = {}
    names = {}.compare_by_identity
    objects.each { |klass, count| tally(rows, name_once(names, real_class(klass)), count, bytes[klass]) }
    ObjectSpace.each_object(Module) { |mod| tally(rows, module_label(mod, names), 1, ObjectSpace.memsize_of(mod)) }
    object(classes: tallies(rows), internals: internals(slots, imemo, visible))
  end

  def tally(rows, name, count, size)
    row = (rows[name] ||= [0, 0])
    row[0] += count
    row[1] += size
  end

  def name_once(names, klass)
    names[klass] ||= class_name(klass)
  end

  def tallies(rows)
    "[#{rows.map { |name, (count, size)| "[#{string(name)},#{count},#{size}]" }.join(',')}]"
  end

  # What a class or module counts as: one without a name as a dump's reader calls it, so that what holds it is found.
  def module_label(mod, names)
    return name_once(names, real_class(ObjectSpace.internal_class_of(mod))) if MODULE_NAME.bind_call(mod)
    return '(anonymous module)' unless Class === mod

    "#{IS_SINGLETON.bind_call(mod) ? 'singleton class' : 'class (anonymous)'} < #{named_ancestor(mod)}"
  end

  def real_class(klass)
    klass = SUPERCLASS.bind_call(klass) while IS_SINGLETON.bind_call(klass)
    klass
  end

  # What each_object does not show: objects of the VM's own, which some leaks consist of.
  def internals(slots, imemo, visible)
    known = imemo.values.sum + slots.fetch(:T_ICLASS, 0)
    hidden = slots[:TOTAL] - slots[:FREE] - slots.fetch(:T_ZOMBIE, 0) - visible - known
    rows = imemo.map { |type, count| "[#{string(type.to_s)},#{count},0]" }
    rows << %(["iclass",#{slots.fetch(:T_ICLASS, 0)},0]) << %(["hidden",#{[hidden, 0].max},0])
    "[#{rows.join(',')}]"
  end

  def class_name(klass)
    name = own_name(klass)
    return name if name
    return '(anonymous module)' unless Class === klass

    "(anonymous) < #{named_ancestor(klass)}"
  end

  def named_ancestor(klass)
    klass = SUPERCLASS.bind_call(klass)
    klass = SUPERCLASS.bind_call(klass) until same?(klass, nil) || MODULE_NAME.bind_call(klass)
    same?(klass, nil) ? 'BasicObject' : own_name(klass)
  end

  # A constant of an anonymous module is called "#<Module:0x00007f…>::Row".
  def own_name(mod)
    MODULE_NAME.bind_call(mod)&.gsub(/#<(?:Class|Module):0x\h+>/, '(anonymous)')
  end

  # To a string first: written straight to a file, other threads would run in between and change the heap.
  def dump(path)
    text = ObjectSpace.dump_all(output: :string)
    # As binary: by the app's default encodings it would be converted.
    File.open(path, File::WRONLY | File::CREAT | File::EXCL, 0o600) { |file| file.binmode.write(text) }
    size = text.bytesize
    text.clear
    object(bytes: size)
  end

  def trace(on)
    if on
      ObjectSpace.trace_object_allocations_start
    else
      ObjectSpace.trace_object_allocations_stop
      ObjectSpace.trace_object_allocations_clear
    end
    object({})
  end

  # What Rails answers, as verb and pattern.
  def routes
    app = ::Rails.application if defined?(::Rails) && ::Rails.respond_to?(:application)
    routes = app ? app.routes.routes.to_a : []
    rows = routes.map { |route| "[#{string(route.verb.to_s)},#{string(route.path.spec.to_s)}]" }
    object(routes: "[#{rows.join(',')}]")
  end

  def threads
    rows = Thread.list.map { |thread| %([#{string(address(thread))},#{string(thread_name(thread))}]) }
    object(threads: "[#{rows.join(',')}]")
  end

  def thread_name(thread)
    return 'main' if thread == Thread.main

    thread.name || 'unnamed'
  end

  # Edges that are named at each end of a path; what lies between in a longer one is a chain.
  NAMED_AT_EACH_END = 50

  # Names what leads to each address of a path: walks it from a root, matching addresses step by step.
  def edges(argument)
    path = argument.split(' ')
    node = root_object(path.first)
    names = [same?(node, nil) ? nil : global_name(node)]
    above = nil
    path.each_with_index.drop(1).each do |target, position|
      child = same?(node, nil) ? nil : child_at(node, target)
      is_far = position > NAMED_AT_EACH_END && position < path.size - NAMED_AT_EACH_END
      names << (is_far || same?(child, nil) ? nil : edge_name(node, child, above))
      above = node
      node = child
    end
    object(edges: "[#{names.map { |name| name ? string(name) : 'null' }.join(',')}]")
  end

  def root_object(wanted)
    thread = Thread.list.find { |candidate| address(candidate) == wanted }
    return thread if thread

    ObjectSpace.reachable_objects_from_root.each_value do |found|
      hit = Array === found ? found.find { |candidate| address(candidate) == wanted } : nil
      return hit unless same?(hit, nil)
    end
    nil
  end

  # Only eval reads a global by its name. Reading one of the VM's own may do more: $FILENAME opens a file.
  def global_name(value)
    names = (global_variables - VM_GLOBALS).grep(/\A\$[A-Za-z_]\w*\z/)
    names.find { |name| same?(eval(name.to_s), value) }&.to_s
  end

  def child_at(node, wanted)
    (ObjectSpace.reachable_objects_from(node) || []).find { |child| address(child) == wanted }
  end

  def address(found)
    text = internal?(found) ? found.inspect : TO_S.bind_call(found)
    "0x#{text[/.*:0x0*(\h+)/, 1]}" # the last: the name of an anonymous class holds an address, too
  end

  def internal?(found)
    WRAPPER === found
  end

  def edge_name(node, child, above)
    # A closure's locals live in an environment of the VM's own between the Proc and the value.
    return (Proc === above ? local_name(above, child) : nil) if internal?(node)

    ivar_name(node, child) || case node
                              when Array then index_name(node, child)
                              when Hash then key_name(node, child)
                              when Struct then member_name(node, child)
                              when Thread then thread_local_name(node, child)
                              when Module then constant_name(node, child)
                              when Proc then local_name(node, child)
                              end
  end

  def ivar_name(node, child)
    found = IVARS.bind_call(node).find { |name| same?(IVAR_GET.bind_call(node, name), child) }
    found&.to_s
  end

  LONGEST_ARRAY = 100_000

  def index_name(array, child)
    length = [Array.instance_method(:length).bind_call(array), LONGEST_ARRAY].min
    at = Array.instance_method(:at)
    index = length.times.find { |position| same?(at.bind_call(array, position), child) }
    index && "[#{index}]"
  end

  def key_name(hash, child)
    Hash.instance_method(:each_pair).bind_call(hash) do |key, value|
      return "[#{key_label(key)}]" if same?(value, child)
      return '(a key)' if same?(key, child)
    end
    nil
  end

  # Values of strings never leave the app, nor do symbols made from them: only names that the program itself has.
  def key_label(key)
    case key
    when Module then class_name(key)
    when Symbol then symbol_label(SYMBOL_TO_S.bind_call(key))
    else "a #{class_name(CLASS_OF.bind_call(key))}"
    end
  end

  # A symbol does not tell whether it was made at run time: a thread local's name, for one, becomes as permanent as
  # those of the source. So it is shown only where the source says it too, or where a class, shown anyway, is called so.
  def symbol_label(name)
    binary = name.b
    is_shown = binary.match?(/\A[A-Z][\w:]*\z/n) && class_called?(name) ||
               binary.match?(/\A[A-Za-z_]\w*[?!=]?\z/n) && literal?(binary)
    is_shown ? ":#{name}" : 'a Symbol'
  end

  def class_called?(name)
    ObjectSpace.each_object(Module) { |mod| return true if MODULE_NAME.bind_call(mod) == name }
    false
  end

  # Whether a file that the program has loaded says `:name`, `name:` or `"name"`.
  def literal?(name)
    exactly = Regexp.escape(name)
    literal = /:#{exactly}(?![\w?!=])|(?<![\w?!])#{exactly}:(?!:)|(["'])#{exactly}\1/n
    [$PROGRAM_NAME, *$LOADED_FEATURES].any? do |file|
      source = source_of(file)
      source&.include?(name) && source.match?(literal)
    end
  end

  def source_of(file)
    File.binread(file) if file.end_with?('.rb')
  rescue SystemCallError
    nil
  end

  def member_name(struct, child)
    found = Struct.instance_method(:each_pair).bind_call(struct).find { |_name, value| same?(value, child) }
    found && ".#{found.first}"
  end

  def thread_local_name(thread, child)
    local = thread.keys.find { |key| same?(thread[key], child) }
    return "[#{key_label(local)}]" if local

    variable = thread.thread_variables.find { |key| same?(thread.thread_variable_get(key), child) }
    variable && "[#{key_label(variable)}]"
  end

  def constant_name(mod, child)
    found = constant_among(CONSTANTS.bind_call(mod, false), mod, child) || private_constant_name(mod, child)
    return found.to_s if found

    variables = Module.instance_method(:class_variables).bind_call(mod, false)
    variables.find { |name| same?(Module.instance_method(:class_variable_get).bind_call(mod, name), child) }&.to_s
  end

  # Private constants are in no list of their module's, but as names of constants they are in that of all symbols.
  def private_constant_name(mod, child)
    named = Symbol.all_symbols.select { |name| SYMBOL_TO_S.bind_call(name).b.match?(/\A[A-Z]\w*\z/n) }
    constant_among(named.select { |name| CONST_DEFINED.bind_call(mod, name, false) }, mod, child)
  end

  def constant_among(names, mod, child)
    names.find do |name| # an autoload constant must not be loaded by looking at it
      AUTOLOAD.bind_call(mod, name).nil? && same?(CONST_GET.bind_call(mod, name, false), child)
    end
  end

  def local_name(closure, child)
    context = closure.binding
    return '(self)' if same?(context.receiver, child)

    context.local_variables.find { |name| same?(context.local_variable_get(name), child) }&.to_s
  rescue ArgumentError # a Proc made by the VM has no binding
    nil
  end

  def same?(one, other)
    SAME.bind_call(one, other)
  end

  # Without the error's own message, which may quote any string of the app's.
  def describe(error)
    return SystemCallError.new(nil, error.errno).message if SystemCallError === error

    "#{error.class} in line #{error.backtrace_locations&.find { |at| at.path == __FILE__ }&.lineno}"
  end

  def failure(message)
    object(error: string(message))
  end

  # JSON by hand: values are JSON text already.
  def object(fields)
    "{#{fields.map { |key, value| "\"#{key}\":#{value}" }.join(',')}}"
  end

  # Bytes above ASCII as Latin-1 escapes; the reader puts the bytes together again.
  def string(text)
    escaped = text.b.gsub(/[^ !#-\[\]-~]/n) { |byte| format('\\u%04x', byte.ord) }
    "\"#{escaped}\""
  end

  # Process.daemon forks inside the VM without passing through any hook.
  module AfterDaemon
    def daemon(*)
      super.tap { HeapgateAgent.listen }
    end
  end

  module AfterVmFork
    def _fork
      super.tap { |pid| HeapgateAgent.listen if pid.zero? }
    end
  end

  # Before Ruby 3.1 there is no hook below Kernel#fork and Process.fork.
  module AfterFork
    def fork
      unless block_given?
        pid = super()
        HeapgateAgent.listen if pid.nil?
        return pid
      end
      super() do
        HeapgateAgent.listen
        yield
      end
    end
  end

  def follow_forks
    Process.singleton_class.prepend(AfterDaemon)
    return Process.singleton_class.prepend(AfterVmFork) if Process.respond_to?(:_fork)

    Process.singleton_class.prepend(AfterFork)
    Kernel.singleton_class.prepend(AfterFork)
    Object.prepend(AfterFork.clone.tap { |hook| hook.send(:private, :fork) })
  end
end

if HeapgateAgent::DIRECTORY && Dir.exist?(HeapgateAgent::DIRECTORY)
  HeapgateAgent.follow_forks
  HeapgateAgent.listen
end
