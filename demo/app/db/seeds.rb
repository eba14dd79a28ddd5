[
  ["Assam Mangalam", "India", 790, "A malty breakfast tea with golden tips."],
  ["Bai Mu Dan", "China", 1290, "A white tea, mild and a little nutty."],
  ["Bancha", "Japan", 650, "A green tea for every day, low in caffeine."],
  ["Ceylon Uva", "Sri Lanka", 820, "Brisk black tea from the highlands."],
  ["Chamomile", "Egypt", 540, "Whole flowers, no caffeine."],
  ["Darjeeling First Flush", "India", 1890, "Picked in March; flowery and light."],
  ["Darjeeling Second Flush", "India", 1490, "Picked in June; notes of muscatel."],
  ["Dong Ding", "Taiwan", 2190, "An oolong, rolled and lightly roasted."],
  ["Earl Grey", "Sri Lanka", 760, "Black tea scented with bergamot."],
  ["Genmaicha", "Japan", 840, "Green tea with roasted rice."],
  ["Gyokuro", "Japan", 3490, "A green tea grown in the shade."],
  ["Hojicha", "Japan", 790, "Roasted green tea, soft and sweet."],
  ["Jasmine Pearls", "China", 1990, "Green tea rolled by hand and scented with jasmine."],
  ["Keemun", "China", 1190, "Black tea with a hint of cocoa."],
  ["Lapsang Souchong", "China", 980, "Black tea dried over pine smoke."],
  ["Lemon Verbena", "France", 690, "Fresh herb tea, no caffeine."],
  ["Long Jing", "China", 2290, "Green tea, pan-fired and flat."],
  ["Masala Chai", "India", 720, "Black tea with ginger, cardamom and pepper."],
  ["Nilgiri", "India", 740, "Smooth black tea from the south."],
  ["Peppermint", "Morocco", 490, "Whole leaves, no caffeine."],
  ["Pu-erh", "China", 1690, "Dark tea, aged for eight years."],
  ["Rooibos", "South Africa", 520, "Red bush, no caffeine."],
  ["Sencha", "Japan", 1090, "Steamed green tea of the first harvest."],
  ["Tie Guan Yin", "China", 1790, "An oolong, green and flowery."]
].each do |name, origin, price_cents, description|
  Product.create!(name: name, origin: origin, price_cents: price_cents, description: description)
end
