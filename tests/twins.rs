//! Which layers are the same partition, and that their outputs say so.

mod common;

use common::setup;
use normscope::lab::explore::{Explore, Mode, Setup};
use normscope::lab::twins::{Difference, Parameters, Twin, names_of, twins};
use normscope::norm::{Layer, Partition, Side};

fn found(x: &str, layer: &str, mode: Mode, parameters: Parameters) -> Vec<Twin> {
    let setup = Setup {
        seed: 3,
        mode,
        ..setup(x, layer)
    };
    twins(&Explore::run(&setup), parameters)
}

fn names(twins: &[Twin]) -> Vec<String> {
    twins.iter().map(|twin| twin.layer.to_string()).collect()
}

#[test]
fn equal_partitions_are_found_and_their_layers_give_equal_y() {
    let cases: [(&str, &str, &[&str]); 9] = [
        (
            "channels(4,6,4,4)",
            "GroupNorm(1,6)",
            &["LayerNorm([6,4,4])"],
        ),
        (
            "channels(4,6,4,4)",
            "GroupNorm(6,6)",
            &["InstanceNorm2d(6)", "LayerNorm([4,4])"],
        ),
        ("channels(4,6,4,4)", "GroupNorm(3,6)", &[]),
        ("channels(4,6,4,4)", "BatchNorm2d(6)", &[]),
        (
            "channels(1,6,4,4)",
            "BatchNorm2d(6)",
            &["InstanceNorm2d(6)", "GroupNorm(6,6)", "LayerNorm([4,4])"],
        ),
        (
            "randn(4,6)",
            "LayerNorm(6)",
            &["GroupNorm(1,6)", "ChannelLayerNorm(6)"],
        ),
        (
            "randn(4,3,8)",
            "LayerNorm(8)",
            &["InstanceNorm1d(3)", "GroupNorm(3,3)"],
        ),
        (
            "randn(4,6,4,4)",
            "Norm(N=1,C=C/2,H=H,W=W)",
            &["GroupNorm(2,6)"],
        ),
        ("randn(4,3,8)", "RMSNorm(8)", &[]),
    ];
    for (x, layer, expected) in cases {
        let twins = found(x, layer, Mode::Train, Parameters::Initial);
        assert_eq!(names(&twins), expected, "{x} {layer}");
        for twin in twins {
            assert!(twin.by_kernels < 1e-6, "{layer} {twin:?}");
            assert!(twin.by_definition < 1e-12, "{layer} {twin:?}");
        }
    }
}

#[test]
fn random_parameters_break_group_norm_1_and_layer_norm() {
    let random = Parameters::Random(5);
    let twins = found("channels(4,6,4,4)", "GroupNorm(1,6)", Mode::Train, random);
    assert!(twins[0].by_kernels > 0.1 && twins[0].by_definition > 0.1);
    assert!((twins[0].by_kernels - twins[0].by_definition).abs() < 1e-5);
    let sentence = twins[0].differences[0].to_string();
    assert_eq!(
        sentence,
        "GroupNorm(1,6) learns γ of shape [6], LayerNorm([6,4,4]) learns γ of shape [6, 4, 4]"
    );
}

#[test]
fn running_averages_set_batch_norm_apart_in_eval() {
    let twins = found(
        "randn(1,6,4,4)",
        "BatchNorm2d(6)",
        Mode::Train,
        Parameters::Initial,
    );
    let running = |d: &Difference| matches!(d, Difference::Running(keeps, _) if matches!(keeps, Layer::BatchNorm(_)));
    assert!(
        twins
            .iter()
            .all(|twin| twin.differences.iter().any(running))
    );
    let twins = found(
        "randn(1,6,4,4)",
        "BatchNorm2d(6)",
        Mode::Eval,
        Parameters::Initial,
    );
    assert_eq!(names(&twins), [""; 0]);
}

#[test]
fn a_free_choice_of_axes_has_its_methods_name() {
    use Side::{Kept, Shared, Split};
    let named = |shape: &[usize], sides: &[Side]| -> Vec<String> {
        let partition = Partition::new(shape, sides).expect("sides that fit");
        names_of(&partition)
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    let shape = [4, 6, 2, 2];
    assert_eq!(
        named(&shape, &[Shared, Kept, Shared, Shared]),
        ["BatchNorm2d(6)"]
    );
    assert_eq!(
        named(&shape, &[Kept, Split(2), Shared, Shared]),
        ["GroupNorm(2,6)"]
    );
    assert_eq!(
        named(&shape, &[Kept, Shared, Kept, Kept]),
        ["ChannelLayerNorm(6)"]
    );
    assert_eq!(named(&shape, &[Kept, Kept, Kept, Shared]), ["LayerNorm(2)"]);
    assert_eq!(named(&shape, &[Shared, Shared, Shared, Shared]), [""; 0]);
    assert_eq!(
        named(&shape, &[Kept, Shared, Shared, Shared]),
        ["LayerNorm([6,2,2])", "GroupNorm(1,6)"]
    );
}

#[test]
fn a_rejected_call_has_no_twins() {
    let twins = found(
        "randn(1,6,1,1)",
        "BatchNorm2d(6)",
        Mode::Train,
        Parameters::Initial,
    );
    assert_eq!(twins, []);
}
