class PagesController < ApplicationController
  def home
    @newest = Product.order(created_at: :desc).limit(3)
  end

  def metrics
    render json: RequestMetrics.to_h
  end

  def broken
    raise "this page was never finished"
  end
end
