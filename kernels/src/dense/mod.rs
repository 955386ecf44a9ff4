//! The passes of small networks over their values: products of matrices, functions of single elements,
//! convolutions as products, pooling, losses, and the steps of optimizers.
//!
//! What a layer is stands where it is called; here are its loops alone. Matrices lie row after row.
//! None fuses a product with a sum, and what is added up is added in one order on each processor.

mod change;
mod columns;
mod elementwise;
mod exp;
mod loss;
mod planes;
mod pool;
mod product;
mod softmax;
mod sums;

pub use change::{AdamStep, SgdStep, adam, add, noise, sgd, sgd_with_momentum};
pub use columns::{Columns, Window};
pub use elementwise::{
    plus, relu, relu_back, scaled, sigmoid, sigmoid_back, tanh, tanh_back, times,
};
pub use loss::{cross_entropy, squared_error};
pub use planes::exchange;
pub use pool::{average, average_back, largest, largest_back};
pub use product::{Left, Packed, add_product, add_product_transposed, product, transpose};
pub use softmax::{softmax, softmax_back};
pub use sums::{column_sums, row_sum, square_sum};
