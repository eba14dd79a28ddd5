# Requests in flight and the time each action takes, since this process started.
class RequestMetrics
  Timing = Struct.new(:requests, :total_ms, :slowest_ms)

  @in_flight = 0
  @timings = {}
  @lock = Mutex.new

  class << self
    def started
      @lock.synchronize { @in_flight += 1 }
    end

    def finished(action, duration_ms)
      @lock.synchronize do
        @in_flight -= 1
        timing = @timings[action] ||= Timing.new(0, 0.0, 0.0)
        timing.requests += 1
        timing.total_ms += duration_ms
        timing.slowest_ms = [timing.slowest_ms, duration_ms].max
      end
    end

    def to_h
      @lock.synchronize { { in_flight: @in_flight, actions: @timings.transform_values(&:to_h) } }
    end
  end
end
