//! The loops of [`Real`] on the lanes of the processor against the same loops on arrays: bit for bit.
//! On a processor without lanes of its own both are arrays.

use super::{Around, NOTHING, Real, Slope, Straight, Totals};
use crate::dense::{self, AdamStep, Left, Packed};
use std::cell::Cell;

thread_local! {
    static IS_PLAIN: Cell<bool> = const { Cell::new(false) };
}

/// Whether kernels shall run on arrays, on this thread.
pub(super) fn is_plain() -> bool {
    IS_PLAIN.get()
}

/// Lengths of a run around those of groups, blocks and stretches.
const LENGTHS: [usize; 49] = {
    let mut lengths = [0; 49];
    let mut i = 0;
    while i < 41 {
        lengths[i] = i;
        i += 1;
    }
    let longer = [63, 64, 127, 129, 256, 400, 511, 512];
    while i < 49 {
        lengths[i] = longer[i - 41];
        i += 1;
    }
    lengths
};

/// Runs of a call.
const RUNS: [usize; 4] = [1, 2, 8, 11];

#[test]
fn lanes_of_the_processor_give_what_arrays_give() {
    let mut compared = 0;
    for len in LENGTHS {
        for runs in RUNS {
            compare::<f32>(&Case::new(len, runs, None));
            compare::<f64>(&Case::new(len, runs, None));
            compared += 2;
        }
    }
    assert!(compared > 300, "only {compared} cases");
}

#[test]
fn what_is_not_finite_is_so_in_each_lane() {
    for len in [1, 7, 16, 21, 40] {
        for at in 0..len {
            for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -0.0, 1e-42] {
                compare::<f32>(&Case::new(len, 2, Some((at, value))));
                compare::<f64>(&Case::new(len, 2, Some((at, value))));
            }
        }
    }
}

/// Some runs of x and ∂L/∂y, and numbers of the columns.
struct Case {
    len: usize,
    runs: usize,
    x: Vec<f32>,
    grad: Vec<f32>,
    columns: [Vec<f32>; 4],
}

impl Case {
    /// With a value at a place of the first run, and of the columns.
    fn new(len: usize, runs: usize, odd: Option<(usize, f32)>) -> Self {
        let mut state = (len * 31 + runs) as u32;
        let mut values = |len: usize| -> Vec<f32> {
            let values = (0..len).map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (f64::from(state) / f64::from(1u32 << 30) - 2.0) as f32
            });
            values.collect()
        };
        let mut case = Self {
            len,
            runs,
            x: values(len * runs),
            grad: values(len * runs),
            columns: [(); 4].map(|()| values(len)),
        };
        if let Some((at, value)) = odd {
            case.x[at] = value;
            case.grad[len - 1 - at] = value;
            case.columns[0][at] = value;
        }
        case
    }
}

/// All loops on a case, both ways.
fn compare<T: Real>(case: &Case) {
    let ours = results::<T>(case);
    IS_PLAIN.set(true);
    let plain = results::<T>(case);
    IS_PLAIN.set(false);
    for (loop_of_it, (ours, plain)) in ours.iter().zip(&plain).enumerate() {
        assert_eq!(
            ours, plain,
            "loop {loop_of_it}, {} of {}",
            case.runs, case.len
        );
    }
}

/// What each loop gives, as bits.
fn results<T: Real>(case: &Case) -> Vec<Vec<u64>> {
    let Case {
        len,
        runs,
        x,
        grad,
        columns,
    } = case;
    let wide = columns
        .each_ref()
        .map(|column| -> Vec<T> { column.iter().copied().map(T::from).collect() });
    let [a, b, c, d] = wide.each_ref().map(|column| &column[..]);
    let number = |k: usize| T::nearest(0.3 + 0.7 * k as f64);
    let lines: Vec<_> = (0..*runs)
        .map(|k| Straight {
            center: number(k),
            scale: number(k + 1),
            shift: number(k + 2),
        })
        .collect();
    let slopes: Vec<_> = (0..*runs)
        .map(|k| Slope {
            per_grad: number(k),
            per_x: number(k + 1),
            center: number(k + 2),
            constant: number(k + 3),
        })
        .collect();
    let around: Vec<_> = (0..*runs).map(|k| Around(number(k))).collect();
    let starts: Vec<_> = (0..*runs).map(|k| k * len).collect();
    let weighted = starts.iter().enumerate();
    let weighted: Vec<_> = weighted
        .map(|(k, &start)| (k as f32 + 0.5, start))
        .collect();
    let values: [&[f32]; 2] = [grad, x];
    let mapped = |map: &dyn Fn(&mut [f32])| {
        let mut out = vec![0.0; x.len()];
        map(&mut out);
        out.iter().map(|&y| bits(y.into())).collect::<Vec<_>>()
    };
    let summed = |sum: &dyn Fn(&mut [Totals])| {
        let mut totals = vec![[[NOTHING; 4]; 2]; *runs];
        sum(&mut totals);
        totals
            .iter()
            .flatten()
            .flatten()
            .map(|&sum| bits(sum))
            .collect::<Vec<_>>()
    };
    let of_columns = |sum: &dyn Fn([&mut [f64]; 2])| {
        let mut totals = [vec![NOTHING; *len], vec![NOTHING; *len]];
        sum(totals.each_mut().map(|totals| &mut totals[..]));
        totals
            .iter()
            .flatten()
            .map(|&sum| bits(sum))
            .collect::<Vec<_>>()
    };
    let first_run = |out: &mut [f32], map: &dyn Fn(&mut [f32])| map(&mut out[..*len]);
    let of_networks = dense(case).into_iter();
    let of_networks = of_networks.map(|values| values.iter().map(|&y| bits(y.into())).collect());
    let of_layers = vec![
        mapped(&|out| T::map(&lines, x, out)),
        mapped(&|out| T::map_then(&lines, [a, b], x, out)),
        mapped(&|out| {
            first_run(out, &|out| {
                T::map_columns([a, b, c], [0.7, 0.2], &x[..*len], out)
            })
        }),
        mapped(&|out| T::map_slopes(&slopes, values, out)),
        mapped(&|out| T::map_weighted_slopes(&slopes, a, values, out)),
        mapped(&|out| {
            let values = values.map(|values| &values[..*len]);
            first_run(out, &|out| {
                T::map_column_slopes([a, b, c, d], 0.7, values, out)
            });
        }),
        summed(&|totals| T::sum_powers(x, totals)),
        summed(&|totals| T::sum_deviations(x, &around, totals)),
        summed(&|totals| T::sum_products(&lines, values, totals)),
        summed(&|totals| {
            let values = values.map(|values| &values[..*len]);
            T::sum_hats([a, b, c], values, &mut totals[0]);
        }),
        summed(&|totals| {
            let [mut first, mut second] = [vec![NOTHING; *len], vec![NOTHING; *len]];
            let mut sums = [vec![T::default(); *len], vec![T::default(); *len]];
            let sums = sums.each_mut().map(|sums| &mut sums[..]);
            T::sum_across(
                &lines,
                values,
                0,
                a,
                totals,
                sums,
                [&mut first, &mut second],
            );
        }),
        of_columns(&|totals| {
            let mut sums = [vec![T::default(); *len], vec![T::default(); *len]];
            T::sum_across(
                &lines,
                values,
                0,
                a,
                &mut vec![[[NOTHING; 4]; 2]; *runs],
                sums.each_mut().map(|sums| &mut sums[..]),
                totals,
            );
        }),
        of_columns(&|totals| T::sum_column_deviations(x, &starts, a, totals)),
        of_columns(&|totals| T::sum_column_products(&weighted, values, a, totals)),
    ];
    of_layers.into_iter().chain(of_networks).collect()
}

/// What the loops of small networks give.
fn dense(case: &Case) -> Vec<Vec<f32>> {
    let Case { len, x, grad, .. } = case;
    let mapped = |map: &dyn Fn(&mut [f32])| {
        let mut out = vec![0.0; x.len()];
        map(&mut out);
        out
    };
    let step = AdamStep {
        rate: 0.1,
        root: 0.5,
        eps: 1e-3,
        decay: 0.01,
        keep_square: 0.9,
        take: [0.1, 0.2],
    };
    let mut states = [x.clone(), grad.clone(), x.iter().map(|x| x * x).collect()];
    let [w, v, s] = &mut states;
    dense::adam(step, w, [v, s], grad);
    let square = |product: &dyn Fn(&mut [f32])| {
        let mut out = vec![0.0; if *len > 0 { case.runs * case.runs } else { 0 }];
        product(&mut out);
        out
    };
    let mut packed = Packed::default();
    packed.pack(Left::Transposed(x), [*len, case.runs]);
    let mut products = vec![0.0; len * len];
    dense::add_product(&mut packed, grad, *len, &mut products);
    let mut found = vec![
        mapped(&|out| dense::relu(x, out)),
        mapped(&|out| dense::relu_back(x, grad, out)),
        mapped(&|out| dense::sigmoid(x, out)),
        mapped(&|out| dense::sigmoid_back(x, grad, out)),
        mapped(&|out| dense::tanh(x, out)),
        mapped(&|out| dense::tanh_back(x, grad, out)),
        square(&|out| {
            if *len > 0 {
                dense::add_product_transposed([x, grad], *len, out);
            }
        }),
        products,
    ];
    found.extend(states);
    found
}

/// All that is no number has the same bits.
fn bits(value: f64) -> u64 {
    match value.is_nan() {
        true => f64::NAN.to_bits(),
        false => value.to_bits(),
    }
}
