threads_count = Integer(ENV.fetch("RAILS_MAX_THREADS", 2))
threads threads_count, threads_count

workers Integer(ENV.fetch("WEB_CONCURRENCY", 2))
preload_app!

port ENV.fetch("PORT", 3000)
environment ENV.fetch("RAILS_ENV", "development")

on_worker_boot { |index| ENV["PUMA_WORKER"] = index.to_s }
