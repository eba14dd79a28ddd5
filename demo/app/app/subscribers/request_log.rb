# Logs each request in one line and keeps the figures that /metrics shows.
class RequestLog < ActiveSupport::Subscriber
  def start_processing(_event)
    RequestMetrics.started
  end

  def process_action(event)
    action = event.payload.values_at(:controller, :action).join("#")
    RequestMetrics.finished(action, event.duration)
    logger.info { format("%s %s %.1f ms", action, event.payload[:status] || "raised", event.duration) }
  end

  private

  def logger
    Rails.logger
  end
end
