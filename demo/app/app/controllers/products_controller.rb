class ProductsController < ApplicationController
  def index
    @pagy, @products = pagy(Product.order(:name))
  end

  def show
    @product = Product.friendly.find(params[:id])
  end

  def search
    @query = params[:q].to_s.strip
    @products = Product.matching(@query).order(:name)
  end
end
