//! Where x comes from: recipes with a seed, images of digits.
