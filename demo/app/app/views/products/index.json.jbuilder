json.page @pagy.page
json.pages @pagy.pages
json.products @products, :name, :slug, :origin, :price_cents
