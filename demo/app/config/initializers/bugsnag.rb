Bugsnag.configure do |config|
  config.api_key = ENV.fetch("BUGSNAG_API_KEY", "0" * 32)
  config.release_stage = ENV.fetch("RELEASE_STAGE", Rails.env)
  config.enabled_release_stages = %w[production staging]
  config.auto_track_sessions = false
end
