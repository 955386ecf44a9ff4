//! Stacks of transformer blocks at initialization, against what theory says of them.

use normscope::lab::stack::{
    COMPARED, DRAWS, ORDERS, Outcome, Part, Run, Setup, Sizes, Spread, Stack, WIDTHS,
    activation_bounds, falling, program,
};
use normscope::nn::transformer::Order;
use normscope::state::live::find;
use normscope::state::words::{English, StackWords};
use normscope::state::{Settings, read_link};
use std::process::Command;

const SEED: u64 = 1234;

fn stack(depth: usize, width: usize) -> Stack {
    let mut setup = Setup::default();
    setup.set_depth(depth);
    setup.set_width(width);
    setup.stack()
}

fn sizes(order: Order, stack: Stack) -> Sizes {
    let mut outcome = Outcome::of(stack, SEED, &[order], false);
    outcome.sizes.remove(0)
}

fn means(spreads: &[Spread]) -> Vec<f64> {
    spreads.iter().map(|spread| spread.mean).collect()
}

#[test]
fn activations_stay_under_postnorm_and_grow_within_the_bounds_under_prenorm() {
    for width in WIDTHS {
        let stack = stack(24, width);
        // σ² + ε in the root: a little less than 1.
        let post = means(&sizes(Order::Post, stack).activations[1..]);
        assert!(
            post.iter().all(|size| (0.999..1.0).contains(size)),
            "{post:?}"
        );
        let pre = means(&sizes(Order::Pre, stack).activations);
        assert_eq!(pre.len(), 25);
        for (l, size) in pre.iter().enumerate().skip(1) {
            let [low, high] = activation_bounds(l);
            // The bounds are expectations, and x itself has a size of 1 on average only.
            assert!(
                (0.9 * low..1.1 * high).contains(size),
                "{l} of d = {width}: {size}"
            );
        }
        let none = means(&sizes(Order::None, stack).activations);
        let factors: Vec<f64> = none.windows(2).map(|pair| pair[1] / pair[0]).collect();
        assert!(
            factors.iter().all(|by| (1.5..5.0).contains(by)),
            "{factors:?}"
        );
    }
}

#[test]
fn the_last_gradient_falls_with_depth_under_prenorm_alone() {
    let outcome = Outcome::of(stack(1, 32), SEED, &ORDERS, true);
    let [none, post, pre] = [0, 1, 2].map(|k| means(&outcome.last[k]));
    assert_eq!(pre.len(), COMPARED.len());
    for (k, &depth) in COMPARED.iter().enumerate() {
        assert!(
            (0.7..1.4).contains(&(post[k] / post[0])),
            "post at {depth}: {post:?}"
        );
        let by = pre[k] / (pre[0] * falling(depth));
        assert!((0.8..1.6).contains(&by), "pre at {depth}: {pre:?}");
    }
    assert!(none[10] > 1e15 * none[0]);
}

#[test]
fn gradients_fall_from_block_to_block_under_prenorm_and_have_no_slope_under_postnorm() {
    let slope = |order| {
        let gradients = means(&sizes(order, stack(12, 32)).gradients);
        let half = |part: &[f64]| part.iter().sum::<f64>();
        half(&gradients[..6]) / half(&gradients[6..])
    };
    assert!(
        (1.5..2.5).contains(&slope(Order::Pre)),
        "{}",
        slope(Order::Pre)
    );
    assert!(
        (0.8..1.5).contains(&slope(Order::Post)),
        "{}",
        slope(Order::Post)
    );
}

#[test]
fn a_deeper_stack_begins_as_a_shallower_one_and_all_orders_with_the_same_x() {
    for order in ORDERS {
        let [mut short, long] = [4, 9].map(|depth| sizes(order, stack(depth, 16)));
        assert_eq!(short.activations, long.activations[..5]);
        // The last LN stands where a stack ends.
        short.stations[3].retain(|station| station.part != Part::NormLast);
        assert_eq!(short.stations, long.stations[..4]);
        assert_ne!(short.gradients, long.gradients[..4]);
    }
    let inputs = ORDERS.map(|order| sizes(order, stack(1, 16)).activations[0]);
    assert!(inputs.iter().all(|input| *input == inputs[0]));
}

#[test]
fn a_block_is_told_part_by_part() {
    use Part::{Attention, FeedForward, NormBefore, NormBehind, NormLast, Sum};
    for (order, parts) in [
        (Order::None, vec![Attention, Sum, FeedForward, Sum]),
        (
            Order::Post,
            vec![Attention, Sum, NormBehind, FeedForward, Sum, NormBehind],
        ),
        (
            Order::Pre,
            vec![NormBefore, Attention, Sum, NormBefore, FeedForward, Sum],
        ),
    ] {
        let sizes = sizes(order, stack(3, 32));
        for (l, block) in sizes.stations.iter().enumerate() {
            let found: Vec<Part> = block.iter().map(|station| station.part).collect();
            // Only behind the last block of PreNorm there is one part more.
            let is_last = l == 2 && order == Order::Pre;
            assert_eq!(found[..parts.len()], parts);
            assert_eq!(
                &found[parts.len()..],
                if is_last { &[NormLast][..] } else { &[] }
            );
            assert_eq!(block[parts.len() - 1].size, sizes.activations[l + 1]);
            let norms = block
                .iter()
                .filter(|s| matches!(s.part, NormBefore | NormBehind));
            assert!(
                norms
                    .clone()
                    .all(|norm| (0.999..1.0).contains(&norm.size.mean))
            );
        }
        let size = |part| {
            let mut found = sizes.stations[0].iter().filter(|s| s.part == part);
            found.next().expect("a part").size.mean
        };
        // Independent of each other: their mean squares add up.
        let sum = sizes.activations[0].mean + size(Attention);
        assert!(
            (size(Sum) / sum - 1.0).abs() < 0.1,
            "{} of {sum}",
            size(Sum)
        );
    }
}

#[test]
fn only_the_last_norm_keeps_what_comes_out_of_prenorm_small() {
    let with = stack(12, 32);
    let mut setup = Setup::default();
    setup.set_last(false);
    let [kept, grown] = [with, setup.stack()].map(|stack| sizes(Order::Pre, stack));
    assert_eq!(kept.activations, grown.activations);
    assert!((0.999..1.0).contains(&kept.output.mean));
    let end = |sizes: &Sizes| sizes.stations[11].last().expect("parts").clone();
    assert_eq!(
        (end(&kept).part, end(&kept).size),
        (Part::NormLast, kept.output)
    );
    assert_eq!(
        (end(&grown).part, end(&grown).size),
        (Part::Sum, grown.output)
    );
    assert_eq!(grown.output, grown.activations[12]);
    // PostNorm has none, with or without.
    let post = [with, setup.stack()].map(|stack| sizes(Order::Post, stack));
    assert_eq!(post[0], post[1]);
}

#[test]
fn step_by_step_it_comes_to_the_same() {
    let stack = stack(2, 16);
    let mut run = Run::begin(stack, SEED, &ORDERS, false);
    let mut steps = 0;
    let outcome = loop {
        match run.step() {
            Some(outcome) => break outcome,
            None => steps += 1,
        }
    };
    assert_eq!(steps, 3 * DRAWS);
    assert_eq!(outcome, Outcome::of(stack, SEED, &ORDERS, false));
    assert_ne!(outcome, Outcome::of(stack, SEED + 1, &ORDERS, false));
}

#[test]
fn where_float32_overflows_nothing_is_said_to_be_measured() {
    let settings = |link: &str| -> Settings {
        let (settings, complaints) = read_link(&format!("view=stack&{link}"));
        assert_eq!(complaints, [], "{link}");
        settings
    };
    let live = |name: &str, link: &str| find(name).expect("a live value").value(&settings(link));
    assert_eq!(live("gradient_size", "order=none&depth=48"), None);
    assert!(live("gradient_size", "order=none&depth=48&block=48").is_some());
    assert_eq!(live("gradient_size", "depth=2"), None, "of no order");
    let setup = settings("measure=gradients&depth=48").stack;
    let outcome = Outcome::of(setup.stack(), SEED, &ORDERS, false);
    let [_, note] = English.stack(&outcome, &setup);
    assert!(note.starts_with("With no norm float32 overflows"), "{note}");
}

#[test]
fn the_program_names_what_is_shown() {
    for (order, line) in [
        (Order::None, "    return x + f(x)\n"),
        (Order::Post, "    return norm(x + f(x))\n"),
        (Order::Pre, "    return x + f(norm(x))\n"),
    ] {
        let text = program(stack(7, 16), order, 5);
        assert!(
            text.contains("d, depth, draws = 16, 7, 5\n")
                && text.contains("torch.manual_seed(5 + draw)\n")
        );
        assert!(text.contains(line));
        assert_eq!(text.contains("y = norm(x)"), order == Order::Pre);
    }
}

/// Where `NORMSCOPE_TORCH_PYTHON` names an interpreter, as `cargo xtask test --torch` does, it prints what is shown.
#[test]
fn pytorch_prints_the_same_numbers() {
    let Some(python) = std::env::var_os("NORMSCOPE_TORCH_PYTHON") else {
        return;
    };
    for (order, stack) in [
        (Order::None, stack(3, 16)),
        (Order::Post, stack(6, 32)),
        (Order::Pre, stack(12, 64)),
    ] {
        let text = program(stack, order, SEED);
        let output = Command::new(&python).args(["-c", &text]).output();
        let output = output.expect("an interpreter");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{text}\n{error}");
        let printed = String::from_utf8_lossy(&output.stdout);
        let printed: Vec<f64> = printed
            .lines()
            .map(|line| line.parse().expect("a number"))
            .collect();
        let sizes = sizes(order, stack);
        let shown = [means(&sizes.activations[1..]), means(&sizes.gradients)].concat();
        assert_eq!(printed.len(), shown.len());
        for (printed, shown) in printed.iter().zip(&shown) {
            let by = (printed / shown - 1.0).abs();
            assert!(by < 1e-4, "{order:?}: {printed}, {shown}");
        }
    }
}

/// Each compared depth by a stack of its own, which ends there.
#[test]
fn the_last_gradient_of_a_depth_is_that_of_a_stack_of_this_depth() {
    let compared = Outcome::of(stack(1, 16), SEED, &ORDERS, true);
    for (order, last) in ORDERS.iter().zip(&compared.last) {
        for (&depth, spread) in COMPARED.iter().zip(last).take(7) {
            let own = sizes(*order, stack(depth, 16)).gradients[depth - 1];
            assert_eq!(*spread, own, "{order:?}, {depth}");
        }
    }
}

#[test]
fn a_shorter_stack_has_no_block_beyond_its_end() {
    let mut setup = Setup::default();
    setup.set_block(12);
    setup.set_depth(4);
    assert_eq!(setup.block(), 4);
    setup.set_depth(20);
    assert_eq!(setup.block(), 4);
}
