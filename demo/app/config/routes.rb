Rails.application.routes.draw do
  root "pages#home"

  resources :products, only: %i[index show]
  get "search", to: "products#search"

  # The old shop
  get "old", to: "legacy#catalogue"
  get "p/*path", to: "legacy#product", format: false

  get "metrics", to: "pages#metrics"
  get "broken", to: "pages#broken"
end
