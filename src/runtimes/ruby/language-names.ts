/** Top-level names of Ruby 2.7 to 4.0: the core, RubyGems with its companions, the standard library and bundled gems. */
const ofLanguage: ReadonlySet<string> = new Set(
  `ARGF.class ArgumentError Array BasicObject Binding Class ClosedQueueError Comparable Complex ConditionVariable
  Continuation Data Dir EOFError Encoding EncodingError Enumerable Enumerator Errno Exception FalseClass Fiber
  FiberError File FileTest Float FloatDomainError FrozenError GC Hash IO IOError IndexError Integer Interrupt Kernel
  KeyError LoadError LocalJumpError Marshal MatchData Math Method Module Monitor MonitorMixin Mutex NameError NilClass
  NoMatchingPatternError NoMatchingPatternKeyError NoMemoryError NoMethodError NotImplementedError Numeric Object
  ObjectSpace Proc Process Queue Ractor Random Range RangeError Rational RbConfig Refinement Regexp RegexpError Ruby
  RubyVM RuntimeError ScriptError SecurityError Set Signal SignalException SizedQueue StandardError StopIteration
  String Struct Symbol SyntaxError SystemCallError SystemExit SystemStackError Thread ThreadError ThreadGroup Time
  TracePoint TrueClass TypeError UnboundMethod UncaughtThrowError UnicodeNormalize Warning ZeroDivisionError fatal

  Bundler DidYouMean ErrorHighlight Gem SyntaxSuggest

  Abbrev Addrinfo Base64 BasicSocket Benchmark BigDecimal BigMath CGI CSV Coverage DBM DEBUGGER__ DRb Date DateTime
  Delegator Digest ERB Etc ExceptionForMatrix Fcntl Fiddle FileUtils Find Forwardable GDBM GetoptLong IPAddr IPSocket
  IRB JSON Jacobian Kconv LUSolve Logger Ludcmp Matrix Minitest Mutex_m NKF Net Newton Observable Open3 OpenSSL
  OpenStruct OpenURI OptParse OptionParser PP PStore PTY Pathname PowerAssert PrettyPrint Prime Prism Psych RBS RDoc
  REXML Racc Rake Readline Reline Resolv Rinda Ripper RubyLex SDBM SOCKSSocket Scanf SecureRandom Shellwords
  SimpleDelegator SingleForwardable Singleton Socket SocketError SortedSet StringIO StringScanner Sync Syslog
  TCPServer TCPSocket TSort Tempfile Test Timeout Tracer TypeProf UDPSocket UN UNIXServer UNIXSocket URI Vector
  WEBrick WIN32OLE WeakRef Win32 XMLRPC YAML Zlib`.split(/\s+/),
);

/** Whether a class or module comes with Ruby itself, so that any two programs may have it: `Errno::ENOENT`. */
export const isOfRuby = (className: string): boolean => ofLanguage.has(className.split('::', 1)[0] ?? '');
