//! What a symbol lights up is what its number acts on: γ, β, running averages and x are moved, and y says where.

mod common;

use std::collections::BTreeSet;

use common::layers::{every_layer, module};
use common::plain::indices;
use common::random::Random;
use ndarray::{ArrayD, IxDyn};
use normscope::lab::formula::TERMS;
use normscope::lab::meaning::{Meaning, shared_terms};
use normscope::lab::region::flat_of;
use normscope::norm::{Module, Source};

const SHAPES: [&[usize]; 4] = [&[4, 6], &[3, 4, 3], &[2, 4, 3, 2], &[3, 2, 2, 1, 3]];

fn y(module: &Module, x: &ArrayD<f32>) -> ArrayD<f32> {
    // A copy of the module, since training changes its averages.
    let mut module = module.clone();
    module.forward(x.view()).expect("a layer for the shape").y
}

/// The places whose y is another.
fn moved(before: &ArrayD<f32>, after: &ArrayD<f32>) -> BTreeSet<usize> {
    let pairs = before.iter().zip(after).enumerate();
    pairs
        .filter(|(_, (a, b))| a != b)
        .map(|(flat, _)| flat)
        .collect()
}

/// The elements that a symbol lights up for the one at `index`.
fn lit(module: &Module, shape: &[usize], term: &str, index: &[usize]) -> BTreeSet<usize> {
    let plan = module.plan(shape).expect("a layer for the shape");
    let region = Meaning::of(term).expect("a symbol").region(&plan, index);
    region.flats().collect()
}

/// Every value of a parameter moved in turn: one of these moves y at `index`, and there with it all that is lit.
fn acts_on(
    values: &ArrayD<f32>,
    set: impl Fn(ArrayD<f32>) -> ArrayD<f32>,
    flat: usize,
) -> BTreeSet<usize> {
    let before = set(values.clone());
    let moved_by = |k: usize| {
        let mut values = values.clone();
        values.as_slice_mut().expect("standard layout")[k] += 5.0;
        moved(&before, &set(values))
    };
    let all: Vec<_> = (0..values.len())
        .map(moved_by)
        .filter(|m| m.contains(&flat))
        .collect();
    assert_eq!(all.len(), 1, "one value acts on an element");
    all.into_iter().next().unwrap_or_default()
}

#[test]
fn gamma_and_beta_light_what_they_act_on() {
    let random = &mut Random(3);
    let mut checked = 0;
    for shape in SHAPES {
        let x = random.tensor(shape, 0.5, 1.0);
        for layer in every_layer(shape) {
            let module = module(&layer, true, random);
            for index in [vec![0; shape.len()], shape.iter().map(|n| n - 1).collect()] {
                let flat = flat_of(shape, &index).expect("an index inside");
                if module.plan(shape).expect("a plan").partition.set_len() < 3 {
                    continue;
                }
                let weighted = |weight: ArrayD<f32>| {
                    let mut module = module.clone();
                    module.set_weight(weight);
                    y(&module, &x)
                };
                let biased = |bias: ArrayD<f32>| {
                    let mut module = module.clone();
                    module.set_bias(bias);
                    y(&module, &x)
                };
                let lit = |term| lit(&module, shape, term, &index);
                if let Some(weight) = module.weight() {
                    assert_eq!(lit("gamma"), acts_on(weight, weighted, flat), "{layer:?}");
                }
                if let Some(bias) = module.bias() {
                    assert_eq!(lit("beta"), acts_on(bias, biased, flat), "{layer:?}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 70, "only {checked} checked");
}

#[test]
fn m_mu_and_sigma_light_what_y_depends_on() {
    let random = &mut Random(4);
    for shape in SHAPES {
        let x = random.tensor(shape, 0.5, 1.0);
        for layer in every_layer(shape) {
            for training in [true, false] {
                let module = module(&layer, training, random);
                let plan = module.plan(shape).expect("a layer for the shape");
                if plan.source == Source::Batch && plan.partition.set_len() < 3 {
                    continue;
                }
                let index: Vec<_> = shape.iter().map(|n| n / 2).collect();
                let flat = flat_of(shape, &index).expect("an index inside");
                let before = y(&module, &x);
                let acts = |k: &usize| {
                    let mut x = x.clone();
                    x.as_slice_mut().expect("standard layout")[*k] += 20.0;
                    moved(&before, &y(&module, &x)).contains(&flat)
                };
                let acting: BTreeSet<_> = (0..x.len()).filter(acts).collect();
                let lit = |term| lit(&module, shape, term, &index);
                assert_eq!(lit("m"), acting.clone(), "{layer:?}");
                if plan.source == Source::Batch {
                    assert_eq!(lit("mu"), acting.clone(), "{layer:?}");
                    assert_eq!(lit("var"), acting, "{layer:?}");
                }
            }
        }
    }
}

/// In eval μ and σ² are a channel's own numbers: a changed running mean moves what they light.
#[test]
fn running_averages_light_what_they_act_on() {
    let random = &mut Random(5);
    let mut checked = 0;
    for shape in SHAPES {
        let x = random.tensor(shape, 0.5, 1.0);
        for layer in every_layer(shape) {
            let module = module(&layer, false, random);
            let Some(running) = module.running().cloned() else {
                continue;
            };
            if module.plan(shape).expect("a plan").source != Source::Running {
                continue;
            }
            let index: Vec<_> = shape.iter().map(|n| n / 2).collect();
            let flat = flat_of(shape, &index).expect("an index inside");
            let means = ArrayD::from_shape_vec(
                IxDyn(&[running.mean.len()]),
                running.mean.iter().map(|&mean| mean as f32).collect(),
            );
            let with_means = |means: ArrayD<f32>| {
                let mut module = module.clone();
                let mut running = running.clone();
                running.mean = means.iter().map(|&mean| f64::from(mean)).collect();
                module.set_running(running);
                y(&module, &x)
            };
            let expected = acts_on(&means.expect("a list"), with_means, flat);
            for term in ["mu", "var"] {
                assert_eq!(
                    lit(&module, shape, term, &index),
                    expected.clone(),
                    "{layer:?}"
                );
            }
            checked += 1;
        }
    }
    assert!(checked > 10, "only {checked} checked");
}

#[test]
fn x_x_hat_and_y_light_the_element_and_epsilon_nothing() {
    let random = &mut Random(6);
    for shape in SHAPES {
        for layer in every_layer(shape) {
            let module = module(&layer, true, random);
            for index in indices(shape) {
                let own = flat_of(shape, &index);
                for term in ["x", "xhat", "y"] {
                    assert_eq!(lit(&module, shape, term, &index), own.into_iter().collect());
                }
            }
        }
    }
    let silent: Vec<_> = TERMS
        .into_iter()
        .filter(|term| Meaning::of(term).is_none())
        .collect();
    assert_eq!(silent, ["eps"]);
}

/// An element of the picture lights the symbols that light it.
#[test]
fn both_ways_agree() {
    let random = &mut Random(7);
    for shape in SHAPES {
        for layer in every_layer(shape) {
            let module = module(&layer, true, random);
            let plan = module.plan(shape).expect("a layer for the shape");
            let index: Vec<_> = shape.iter().map(|n| n / 2).collect();
            for other in indices(shape) {
                let flat = flat_of(shape, &other).expect("an index inside");
                let terms = shared_terms(&plan, &index, &other);
                if other == index {
                    assert_eq!(terms, ["x", "xhat", "y"]);
                    continue;
                }
                for term in TERMS {
                    let lights = Meaning::of(term)
                        .is_some_and(|meaning| meaning.region(&plan, &index).contains(flat));
                    assert_eq!(terms.contains(&term), lights, "{layer:?} {term} {other:?}");
                }
            }
        }
    }
}
