//! Stacks of transformer blocks at initialization, against theory and against sums by hand.

use normscope::lab::stack::{COMPARED, ORDERS, Outcome, Setup, activation_bounds};
use normscope::nn::transformer::Order;

#[test]
fn print() {
    for depth in [1, 2, 12, 48] {
        let mut setup = Setup::default();
        setup.set_depth(depth);
        let outcome = Outcome::of(setup.stack(), 1234, &ORDERS, depth == 12);
        for (order, sizes) in ORDERS.iter().zip(&outcome.sizes) {
            println!(
                "{depth} {order:?}: {:.3?}",
                sizes.activations.iter().map(|s| s.mean).collect::<Vec<_>>()
            );
            println!(
                "   grad {:.3?} out {:?}",
                sizes.gradients.iter().map(|s| s.mean).collect::<Vec<_>>(),
                sizes.output
            );
        }
        for last in &outcome.last {
            println!("  last {:.3?}", last);
        }
        println!("{:?}", outcome.sizes[2].stations[0]);
    }
}
