# Leaks planted on purpose, and growth that only looks like one, to see whether heapgate tells them apart.
# The shop does without: this file is loaded only where DEMO_PLANT names one of the methods of Planted.
# Each gets the number of the request in this process, from 1, and the request's Rack environment.
module Planted
  class Ticket; end
  class CacheEntry; end
  class Quote; end
  class Country; end
  class Tick; end

  TICKETS = []
  CACHE = {}
  QUOTES = {}
  COUNTRIES = []
  JOURNAL = String.new
  TICKS = []

  class << self
    # Leak: one object per 100 requests, in the first worker alone.
    def slow(number, _env)
      TICKETS << Ticket.new if ENV["PUMA_WORKER"] == "0" && (number % 100).zero?
    end

    # Leak: a buffer that nobody empties; no object is added, 100 bytes per request are.
    def buffer(_number, _env)
      JOURNAL << "." * 100
    end

    # Leak: a thread per request that waits for ever.
    def thread(_number, _env)
      Thread.new { sleep }
    end

    # Leak of time, not of traffic: an object every 20 ms from the first request on.
    def timer(number, _env)
      return unless number == 1

      Thread.new do
        loop do
          TICKS << Tick.new
          sleep 0.02
        end
      end
    end

    # No leak: a cache of the 350 newest entries, full after 2,800 requests.
    def lru(number, _env)
      return unless (number % 8).zero?

      CACHE[number] = CacheEntry.new
      CACHE.shift if CACHE.size > 350
    end

    # No leak: one memo per route and country, where customers of 20 countries come one after the other.
    def memo(number, env)
      route = env["action_dispatch.request.path_parameters"]&.values_at(:controller, :action)
      QUOTES[[route, number / 140 % 20]] ||= Quote.new
    end

    # No leak: a table filled at once when it is first used, by the 2,800th request.
    def registry(number, _env)
      COUNTRIES.concat(Array.new(250) { Country.new }) if number == 2800
    end
  end

  class Middleware
    def initialize(app, plant)
      @app = app
      @plant = Planted.method(plant)
      @requests = 0
      @lock = Mutex.new
    end

    def call(env)
      @app.call(env).tap { @lock.synchronize { @plant.call(@requests += 1, env) } }
    end
  end
end
