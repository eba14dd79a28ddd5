class Product < ApplicationRecord
  extend FriendlyId
  friendly_id :name, use: :slugged

  validates :name, :origin, presence: true
  validates :price_cents, numericality: { only_integer: true, greater_than: 0 }

  scope :matching, ->(text) { where("name LIKE :like OR description LIKE :like", like: "%#{sanitize_sql_like(text)}%") }

  def price
    format("%.2f €", price_cents / 100.0)
  end
end
