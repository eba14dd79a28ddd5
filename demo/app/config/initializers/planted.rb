if (plant = ENV["DEMO_PLANT"].presence)
  require Rails.root.join("lib/planted")
  # Outermost, where every request passes, those that raise too.
  Rails.application.config.middleware.insert_before 0, Planted::Middleware, plant
end
