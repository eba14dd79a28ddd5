require "action_controller/log_subscriber"

# One line and one measurement per request instead of Rails' own lines.
# After all gems' subscriptions, so that what they do is timed as part of the request.
Rails.application.config.after_initialize do
  ActionController::LogSubscriber.detach_from :action_controller
  RequestLog.attach_to :action_controller
end
