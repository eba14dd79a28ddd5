Pagy::DEFAULT[:items] = 6
