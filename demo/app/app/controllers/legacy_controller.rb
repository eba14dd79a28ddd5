# Addresses of the old shop, which are still linked from everywhere.
class LegacyController < ApplicationController
  # The old shop wrote its addresses in Latin-1.
  skip_parameter_encoding :product

  def catalogue
    redirect_to products_path
  end

  def product
    @name = utf8(params[:path]).split("/").last.to_s
    product = Product.find_by(slug: @name)
    redirect_to product if product
  end

  private

  def utf8(path)
    text = path.dup.force_encoding(Encoding::UTF_8)
    text.valid_encoding? ? text : path.encode(Encoding::UTF_8, Encoding::ISO_8859_1)
  end
end
