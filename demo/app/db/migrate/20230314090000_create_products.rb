class CreateProducts < ActiveRecord::Migration[6.1]
  def change
    create_table :products do |t|
      t.string :name, null: false
      t.string :slug, null: false, index: { unique: true }
      t.string :origin, null: false
      t.text :description
      t.integer :grams, null: false, default: 100
      t.integer :price_cents, null: false
      t.timestamps
    end
  end
end
