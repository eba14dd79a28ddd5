ActiveRecord::Schema.define(version: 2023_03_14_090000) do
  create_table "products", force: :cascade do |t|
    t.string "name", null: false
    t.string "slug", null: false
    t.string "origin", null: false
    t.text "description"
    t.integer "grams", default: 100, null: false
    t.integer "price_cents", null: false
    t.datetime "created_at", precision: 6, null: false
    t.datetime "updated_at", precision: 6, null: false
    t.index ["slug"], name: "index_products_on_slug", unique: true
  end
end
