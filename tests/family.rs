//! The family of methods: what decides a y, and which are the same under which conditions.

mod common;

use common::random::Random;
use ndarray::{Array4, ArrayD, Axis, s};
use normscope::lab::descent::eigen;
use normscope::lab::family::{
    LIMIT, Measure, Member, Method, Of, Outcome, Quantity, RATE, Refusal, Shared, State, Statistic,
    Tiled, apply, run,
};

const SHAPE: [usize; 4] = [4, 6, 4, 4];

fn drawn(shape: [usize; 4], seed: u64) -> ArrayD<f32> {
    Random(seed).tensor(&shape, 0.3, 1.0)
}

fn wide(x: &ArrayD<f32>) -> Array4<f64> {
    let x = x.mapv(f64::from);
    x.into_dimensionality().expect("rank 4")
}

fn outcome(member: Member, x: &ArrayD<f32>, at: [usize; 4], state: &State) -> Outcome {
    run(member, x, at, state).unwrap_or_else(|refusal| panic!("{member:?}: {refusal}"))
}

fn seen(batches: u64) -> State {
    let batches: Vec<_> = (0..batches).map(|k| drawn(SHAPE, 100 + k)).collect();
    State::after(SHAPE[1], &batches, RATE)
}

/// Where x is positive, so that the threshold of FRN leaves its y alone.
fn positive(x: &ArrayD<f32>) -> [usize; 4] {
    let found = wide(x)
        .indexed_iter()
        .find(|(at, x)| at.1 == 2 && **x > 0.5)
        .map(|(at, _)| at);
    found.expect("a positive value").into()
}

/// By the definitions: how many elements the y of channel 2 of 6 hangs on.
fn by_definition(member: Member, [n, c, h, w]: [usize; 4]) -> usize {
    match member {
        Member::BatchNorm | Member::SyncBatchNorm | Member::BatchRenorm | Member::PowerNorm => {
            n * h * w
        }
        Member::GhostBatchNorm => n / 2 * h * w,
        Member::LayerNorm => c * h * w,
        Member::GroupNorm => 2 * h * w,
        Member::InstanceNorm | Member::FilterResponseNorm => h * w,
        // Its own sample and the next.
        Member::AdaIn => 2 * h * w,
        Member::PositionLayerNorm | Member::RmsNorm | Member::ScaleNorm => c,
        Member::QkNorm => 2,
        // Sample and channel, which meet in the instance.
        Member::SwitchableNorm => c * h * w + n * h * w - h * w,
        Member::BatchInstanceNorm => n * h * w,
        Member::LocalResponseNorm => 5,
        Member::DynamicTanh => 1,
        // Read as a kernel: the filter, and all of it.
        Member::WeightStandardization | Member::WeightNorm => c * h * w,
        Member::SpectralNorm => n * c * h * w,
    }
}

#[test]
fn as_many_elements_decide_as_the_definition_says() {
    for seed in 0..4 {
        let x = drawn(SHAPE, seed);
        let at = positive(&x);
        for member in Member::ALL {
            let found = outcome(member, &x, at, &State::fresh(6));
            assert_eq!(
                found.deciding,
                by_definition(member, SHAPE),
                "{member:?}, {seed}"
            );
            assert!(found.moves[at], "{member:?}: its own x");
            for (k, moves) in found.moves.indexed_iter() {
                assert!(
                    *moves || found.slopes[k] == 0.0,
                    "{member:?}: slope at {k:?}"
                );
            }
            assert_eq!(found.y, apply(member, &wide(&x), &State::fresh(6)));
        }
    }
}

#[test]
fn the_elements_that_decide_are_those_that_share_the_set() {
    let x = drawn(SHAPE, 7);
    let at = positive(&x);
    for member in Member::ALL {
        let moves = outcome(member, &x, at, &State::fresh(6)).moves;
        let [same_n, same_c] = [0, 1].map(|axis| moves.index_axis(Axis(axis), at[axis]).to_owned());
        let in_sample = same_n.iter().filter(|moves| **moves).count();
        let in_channel = same_c.iter().filter(|moves| **moves).count();
        let deciding = moves.iter().filter(|moves| **moves).count();
        let at_position = moves.slice(s![at[0], .., at[2], at[3]]);
        let at_position = at_position.iter().filter(|moves| **moves).count();
        match member.set() {
            Shared::Channel => assert_eq!(in_channel, deciding),
            Shared::Sample | Shared::Group => assert_eq!(in_sample, deciding),
            Shared::SampleChannel if member == Member::AdaIn => assert_eq!(in_channel, deciding),
            Shared::SampleChannel => assert_eq!((in_sample, in_channel), (deciding, deciding)),
            Shared::Position | Shared::Neighbours => assert_eq!(at_position, deciding),
            Shared::Mixture => assert!(in_channel > in_sample.min(16), "{member:?}"),
            Shared::Element => assert_eq!(deciding, 1),
            Shared::Weights => assert!(member.is_on_weights() && in_sample == 96),
        }
    }
}

#[test]
fn slopes_add_up_to_what_the_method_cancels() {
    let x = drawn(SHAPE, 3);
    let at = positive(&x);
    let centres =
        |member: Member| member.statistic() == Statistic::MeanVariance && member != Member::AdaIn;
    for member in Member::ALL {
        let slopes = outcome(member, &x, at, &State::fresh(6)).slopes;
        let sum = slopes.sum();
        // What adds the same to all x of its sets changes nothing; the sum is one of many roundings.
        assert_eq!(sum.abs() < 1e-8, centres(member), "{member:?}: {sum}");
        // Nor does what multiplies them all, but for ε.
        let along = (&slopes * &wide(&x)).sum();
        let keeps = matches!(
            member,
            Member::LocalResponseNorm | Member::DynamicTanh | Member::AdaIn
        );
        assert_eq!(along.abs() < 1e-3, !keeps, "{member:?}: {along}");
    }
}

#[test]
fn some_are_others_under_conditions() {
    let x = wide(&drawn(SHAPE, 5));
    let fresh = State::fresh(6);
    let y = |member| apply(member, &x, &fresh);
    let batch = y(Member::BatchNorm);
    close("sync is batch", &y(Member::SyncBatchNorm), &batch, 1e-12);
    close(
        "rho of 1 is batch",
        &y(Member::BatchInstanceNorm),
        &batch,
        0.0,
    );
    let gate = fresh.clone().with_rho(0.0);
    let instance = y(Member::InstanceNorm);
    close(
        "rho of 0 is instance",
        &apply(Member::BatchInstanceNorm, &x, &gate),
        &instance,
        0.0,
    );
    let whole = Tiled::new([4, 1, 4, 4], Measure::Variance { eps: 1e-5 });
    close(
        "one ghost is batch",
        &Method::Tiled(whole).apply(&x, &fresh),
        &batch,
        0.0,
    );
    let one = x.slice(s![..1, .., .., ..]).to_owned();
    let of_one = |member| apply(member, &one, &fresh);
    close(
        "batch of one is instance",
        &of_one(Member::BatchNorm),
        &of_one(Member::InstanceNorm),
        0.0,
    );
    close(
        "style of oneself is oneself",
        &of_one(Member::AdaIn),
        &one,
        0.0,
    );
    // ε is 1.2e-7 in the root of one, a bound of 1e-5 in the other.
    close(
        "scale with √C is rms",
        &y(Member::ScaleNorm),
        &y(Member::RmsNorm),
        1e-5,
    );
    let row = Tiled::new([1, 6, 1, 1], Measure::Norm { eps: 1e-12 });
    let row = Method::Tiled(row).apply(&x, &fresh) * 6_f64.sqrt();
    close(
        "one head with √C is scale",
        &row,
        &y(Member::ScaleNorm),
        1e-12,
    );
    let only = |k: usize| {
        let weights = std::array::from_fn(|other| if other == k { 1.0 } else { 0.0 });
        let (means, variances, eps) = (weights, weights, 1e-5);
        Method::Switchable {
            means,
            variances,
            eps,
        }
        .apply(&x, &fresh)
    };
    let parts = [Member::InstanceNorm, Member::LayerNorm, Member::BatchNorm];
    for (k, member) in parts.into_iter().enumerate() {
        close("switched to one", &only(k), &y(member), 0.0);
    }
}

#[test]
fn a_ghost_is_batch_norm_of_its_half_alone() {
    for samples in [1, 2, 3, 4, 5] {
        let x = wide(&drawn([samples, 3, 2, 2], 11));
        let y = apply(Member::GhostBatchNorm, &x, &State::fresh(3));
        let first = samples.div_ceil(2);
        for (from, to) in [(0, first), (first, samples)] {
            let part = s![from..to, .., .., ..];
            let alone = apply(
                Member::BatchNorm,
                &x.slice(part).to_owned(),
                &State::fresh(3),
            );
            close("ghost", &y.slice(part).to_owned(), &alone, 0.0);
        }
        let batch = apply(Member::BatchNorm, &x, &State::fresh(3));
        close(
            "sync",
            &apply(Member::SyncBatchNorm, &x, &State::fresh(3)),
            &batch,
            1e-12,
        );
    }
}

#[test]
fn batch_renorm_is_its_own_eval_until_it_is_clipped() {
    let (x, state) = (drawn(SHAPE, 5), seen(3));
    let y = apply(Member::BatchRenorm, &wide(&x), &state);
    let eval = Array4::from_shape_fn(SHAPE, |(n, c, h, w)| {
        (wide(&x)[[n, c, h, w]] - state.mean[c]) / state.deviation[c]
    });
    close("free", &y, &eval, 0.0);
    let at = positive(&x);
    let free = outcome(Member::BatchRenorm, &x, at, &state);
    let sloping = free.slopes.iter().filter(|slope| **slope != 0.0).count();
    assert_eq!((sloping, free.deciding), (1, 1));
    for scale in [5.0, 0.1] {
        let x = x.mapv(|x| x * scale);
        let clipped = outcome(Member::BatchRenorm, &x, at, &state);
        let term = |quantity, of| {
            let found = clipped
                .terms
                .iter()
                .find(|t| (t.quantity, t.of) == (quantity, of));
            found.expect("a term").value
        };
        let r = term(Quantity::Ratio, Of::Batch);
        assert_eq!(r, if scale > 1.0 { 3.0 } else { 1.0 / 3.0 });
        let sloping = clipped.slopes.iter().filter(|slope| **slope != 0.0).count();
        assert_eq!(sloping, 64);
        let batch = apply(Member::BatchNorm, &wide(&x), &state)[at];
        let y = batch * r + term(Quantity::Shift, Of::Batch);
        assert!((clipped.y[at] - y).abs() < 1e-12);
    }
    // Far from the running mean d is clipped.
    let far = x.mapv(|x| x + 100.0);
    let y = apply(Member::BatchRenorm, &wide(&far), &state);
    assert!((y.mean().expect("values") - 5.0).abs() < 1e-9);
}

#[test]
fn power_norm_takes_the_running_mean_square_once_there_is_one() {
    let x = drawn(SHAPE, 5);
    let at = positive(&x);
    let fresh = outcome(Member::PowerNorm, &x, at, &State::fresh(6));
    assert_eq!(fresh.terms[0].of, Of::Batch);
    let state = seen(2);
    let later = outcome(Member::PowerNorm, &x, at, &state);
    assert_eq!((later.deciding, later.terms[0].of), (1, Of::Running));
    let expected = f64::from(x[&at[..]]) / (state.mean_square[at[1]] + 1e-5).sqrt();
    assert!((later.y[at] - expected).abs() < 1e-15);
    // By hand: two steps of a tenth.
    let square = |seed| {
        let batch = wide(&drawn(SHAPE, seed));
        batch
            .index_axis(Axis(1), at[1])
            .mapv(|x| x * x)
            .mean()
            .expect("values")
    };
    let by_hand = 0.9 * (0.9 + 0.1 * square(100)) + 0.1 * square(101);
    assert!((state.mean_square[at[1]] - by_hand).abs() < 1e-12);
}

#[test]
fn below_its_threshold_only_an_own_x_decides() {
    let x = drawn(SHAPE, 2);
    let found = wide(&x)
        .indexed_iter()
        .find(|(_, x)| **x < -0.2)
        .map(|(at, _)| at);
    let at = found.expect("a negative value").into();
    let below = outcome(Member::FilterResponseNorm, &x, at, &State::fresh(6));
    assert_eq!((below.y[at], below.deciding), (0.0, 1));
    assert!(below.slopes.iter().all(|slope| *slope == 0.0));
}

#[test]
fn learnt_numbers_are_those_that_the_source_constructs() {
    let learnt = Member::ALL.map(|member| member.learnt([4, 6, 4, 5]));
    let expected = [
        12, 12, 12, 12, 12, 240, 12, 0, 0, 18, 12, 6, 1, 1, 18, 18, 0, 13, 0, 4, 0,
    ];
    assert_eq!(learnt, expected);
}

#[test]
fn what_cannot_be_computed_is_refused() {
    let of = |shape: &[usize], member| {
        let x = ArrayD::from_elem(shape, 1.0);
        run(member, &x, [0; 4], &State::fresh(2)).map(|outcome| outcome.y)
    };
    assert_eq!(of(&[2, 2, 3], Member::BatchNorm), Err(Refusal::Rank(3)));
    let many = [1, 2, LIMIT, 1];
    assert_eq!(
        of(&many, Member::DynamicTanh),
        Err(Refusal::Elements(2 * LIMIT))
    );
    let refusals = |shape: &[usize]| -> Vec<Member> {
        let refused = |member: &Member| of(shape, *member).is_err();
        Member::ALL.into_iter().filter(refused).collect()
    };
    use Member::*;
    let batch = [BatchNorm, GhostBatchNorm, SyncBatchNorm];
    let instance = [InstanceNorm, BatchInstanceNorm];
    assert_eq!(refusals(&[1, 2, 1, 1]), [&batch[..], &instance].concat());
    // Ghost batches of one sample each.
    assert_eq!(
        refusals(&[2, 2, 1, 1]),
        [&[GhostBatchNorm][..], &instance].concat()
    );
    assert_eq!(refusals(&[1, 2, 2, 1]), []);
    let sentence = of(&[1, 2, 1, 1], BatchNorm)
        .expect_err("refused")
        .to_string();
    assert_eq!(
        sentence,
        "Expected more than 1 value per channel when training, got input size torch.Size([1, 2, 1, 1])"
    );
}

#[test]
fn the_spectral_norm_is_the_largest_singular_value() {
    let sigma = |kernel: &Array4<f64>| {
        Method::Spectral.terms(kernel, [0; 4], &State::fresh(kernel.dim().1))[0].value
    };
    let wide_one = wide(&drawn([3, 2, 2, 2], 4));
    let rows = wide_one.to_shape((3, 8)).expect("three rows").to_owned();
    let gram = rows.dot(&rows.t());
    let [largest, ..] = eigen([0, 1, 2].map(|i| [0, 1, 2].map(|j| gram[[i, j]])));
    assert!((sigma(&wide_one) / largest.value.sqrt() - 1.0).abs() < 1e-14);
    let tall = rows
        .t()
        .to_shape((8, 3, 1, 1))
        .expect("a kernel")
        .to_owned();
    assert!((sigma(&tall) / sigma(&wide_one) - 1.0).abs() < 1e-14);
    // All singular values are the same, or nearly: the directions stay apart, the value does not care.
    for apart in [0.0, 1e-9] {
        let identity = Array4::from_shape_fn([5, 5, 1, 1], |(o, i, _, _)| match o == i {
            true => 2.0 + apart * o as f64,
            false => 0.0,
        });
        assert!(
            (sigma(&identity) - 2.0).abs() < 1e-8,
            "{}",
            sigma(&identity)
        );
    }
}

#[test]
fn one_nan_spoils_its_sets_alone() {
    let mut x = drawn(SHAPE, 1);
    x[[1, 2, 3, 0]] = f32::NAN;
    for member in Member::ALL {
        let y = apply(member, &wide(&x), &State::fresh(6));
        let spoilt = y.iter().filter(|y| y.is_nan()).count();
        let expected = match member {
            // Its own sample, and the one before, which takes its style.
            Member::AdaIn => 2 * 16,
            _ => by_definition(member, SHAPE),
        };
        assert_eq!(spoilt, expected, "{member:?}");
    }
}

#[test]
fn constants_and_zeros_are_no_obstacle() {
    for value in [0.0, 3.0, 1e30] {
        let x = ArrayD::from_elem(vec![2, 4, 2, 2], value);
        for member in Member::ALL {
            let found = outcome(member, &x, [1, 2, 0, 1], &State::fresh(4));
            // Only a kernel of zeros has no direction.
            let is_defined =
                value != 0.0 || !matches!(member, Member::WeightNorm | Member::SpectralNorm);
            assert_eq!(
                found.y.iter().all(|y| y.is_finite()),
                is_defined,
                "{member:?} of {value}"
            );
        }
    }
}

fn close(what: &str, a: &Array4<f64>, b: &Array4<f64>, within: f64) {
    let by = (a - b).fold(0.0_f64, |largest, by| largest.max(by.abs()));
    assert!(by <= within, "{what}: {by:e}");
}
