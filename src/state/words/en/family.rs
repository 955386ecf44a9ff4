//! The family of methods, in English.

use super::English;
use crate::lab::family::{
    Family, LIMIT, LONGEST, Member, Outcome, Refusal, Setup, Shared, Statistic, Term,
};
use crate::lab::number::count;
use crate::state::words::family::{WhyNan, fewest_and_most, said_of_term, why_nan};
use crate::state::words::{FamilyLabel, FamilyWords};

impl FamilyWords for English {
    fn family_label(&self, label: FamilyLabel) -> &'static str {
        match label {
            FamilyLabel::Map => "Methods by what shares a statistic, and by the statistic",
            FamilyLabel::AllMethods => "The whole map",
            FamilyLabel::Method => "Method",
            FamilyLabel::WhatDecides => "x, in colour what decides the marked y",
            FamilyLabel::Output => "y",
            FamilyLabel::Terms => "Numbers of the marked y",
            FamilyLabel::MarkKeys => "Arrow keys mark another element",
            FamilyLabel::AsCube => "Show as cube",
            FamilyLabel::Share => "Share of batch norm ρ",
            FamilyLabel::ShareHint => {
                "Batch-instance norm begins at 1 and learns ρ for each channel"
            }
            FamilyLabel::Before => "Batches before",
            FamilyLabel::BeforeHint => {
                "Batch Renorm and PowerNorm remember averages of the batches before this one"
            }
        }
    }

    fn member(&self, member: Member) -> &'static str {
        match member {
            Member::BatchNorm => "BatchNorm",
            Member::GhostBatchNorm => "Ghost BN",
            Member::SyncBatchNorm => "SyncBN",
            Member::BatchRenorm => "Batch Renorm",
            Member::PowerNorm => "PowerNorm",
            Member::LayerNorm => "LayerNorm",
            Member::GroupNorm => "GroupNorm",
            Member::InstanceNorm => "InstanceNorm",
            Member::AdaIn => "AdaIN",
            Member::FilterResponseNorm => "FRN",
            Member::PositionLayerNorm => "ChannelLayerNorm",
            Member::RmsNorm => "RMSNorm",
            Member::ScaleNorm => "ScaleNorm",
            Member::QkNorm => "QK-norm",
            Member::SwitchableNorm => "Switchable",
            Member::BatchInstanceNorm => "Batch-Instance",
            Member::LocalResponseNorm => "LRN",
            Member::DynamicTanh => "DyT",
            Member::WeightStandardization => "Weight standardization",
            Member::WeightNorm => "Weight norm",
            Member::SpectralNorm => "Spectral norm",
        }
    }

    fn member_source(&self, member: Member) -> &'static str {
        match member {
            Member::BatchNorm => "Ioffe & Szegedy, Batch Normalization (ICML 2015)",
            Member::GhostBatchNorm => {
                "Hoffer et al., Train longer, generalize better (NeurIPS 2017)"
            }
            Member::SyncBatchNorm => {
                "PyTorch's SyncBatchNorm, on two devices with half of the batch each"
            }
            Member::BatchRenorm => {
                "Ioffe, Batch Renormalization (NeurIPS 2017): batch norm before the first batch, then r ≤ 3 and |d| ≤ 5, the ends of its schedule"
            }
            Member::PowerNorm => {
                "Shen et al., PowerNorm (ICML 2020): the batch's ν² before the first batch, then the running one"
            }
            Member::LayerNorm => {
                "Ba et al., Layer Normalization (2016), over C, H, W as in Wu & He (2018)"
            }
            Member::GroupNorm => "Wu & He, Group Normalization (ECCV 2018)",
            Member::InstanceNorm => "Ulyanov et al., Instance Normalization (2016)",
            Member::AdaIn => {
                "Huang & Belongie, Arbitrary Style Transfer in Real-time with Adaptive Instance Normalization (ICCV 2017); the style is the next sample"
            }
            Member::FilterResponseNorm => {
                "Singh & Krishnan, Filter Response Normalization Layer (CVPR 2020), with its TLU at τ = 0"
            }
            Member::PositionLayerNorm => {
                "Ba et al., Layer Normalization (2016), over the channels of each position"
            }
            Member::RmsNorm => {
                "Zhang & Sennrich, Root Mean Square Layer Normalization (NeurIPS 2019)"
            }
            Member::ScaleNorm => "Nguyen & Salazar, Transformers without Tears (IWSLT 2019)",
            Member::QkNorm => {
                "Henry et al., Query-Key Normalization for Transformers (Findings of EMNLP 2020); g multiplies the product of query and key"
            }
            Member::SwitchableNorm => {
                "Luo et al., Differentiable Learning-to-Normalize via Switchable Normalization (ICLR 2019)"
            }
            Member::BatchInstanceNorm => "Nam & Kim, Batch-Instance Normalization (NeurIPS 2018)",
            Member::LocalResponseNorm => {
                "Krizhevsky et al., ImageNet Classification with Deep Convolutional Neural Networks (NeurIPS 2012), with PyTorch's n, α, β and k"
            }
            Member::DynamicTanh => "Zhu et al., Transformers without Normalization (CVPR 2025)",
            Member::WeightStandardization => "Qiao et al., Weight Standardization (2019)",
            Member::WeightNorm => {
                "Salimans & Kingma, Weight Normalization (NeurIPS 2016), at g = 1"
            }
            Member::SpectralNorm => "Miyato et al., Spectral Normalization (ICLR 2018)",
        }
    }

    fn shared(&self, shared: Shared) -> &'static str {
        match shared {
            Shared::Channel => "A channel of the batch",
            Shared::Sample => "A sample",
            Shared::Group => "A group of channels",
            Shared::SampleChannel => "A channel of a sample",
            Shared::Position => "A position",
            Shared::Mixture => "Several at once",
            Shared::Neighbours => "Neighbour channels",
            Shared::Element => "Nothing",
            Shared::Weights => "Weights",
        }
    }

    fn family_statistic(&self, statistic: Statistic) -> &'static str {
        match statistic {
            Statistic::MeanVariance => "Mean and variance",
            Statistic::MeanSquare => "Mean square",
            Statistic::Norm => "Norm",
            Statistic::None => "None",
        }
    }

    fn term(&self, term: &Term) -> String {
        said_of_term(
            term,
            ["batch", "layer", "instance", "style", "device", "running"],
        )
    }

    fn member_learns(&self, member: Member, learnt: usize) -> String {
        let which = match member {
            Member::BatchNorm
            | Member::GhostBatchNorm
            | Member::SyncBatchNorm
            | Member::BatchRenorm
            | Member::PowerNorm
            | Member::GroupNorm
            | Member::PositionLayerNorm => "γ and β for each channel",
            Member::LayerNorm => "γ and β for each value of a sample",
            Member::InstanceNorm => "γ and β only if it is asked to",
            Member::AdaIn => "the style has μ and σ in the place of β and γ",
            Member::FilterResponseNorm => "γ, β and τ for each channel",
            Member::RmsNorm => "γ for each channel",
            Member::ScaleNorm | Member::QkNorm => "one g",
            Member::SwitchableNorm => "γ and β for each channel, three weights each for μ and σ²",
            Member::BatchInstanceNorm => "γ, β and ρ for each channel",
            Member::LocalResponseNorm => "all is fixed",
            Member::DynamicTanh => "one α, γ and β for each channel",
            Member::WeightStandardization | Member::SpectralNorm => "apart from the weights",
            Member::WeightNorm => "g for each filter, apart from the weights",
        };
        let learnt = match learnt {
            0 if member.is_on_weights() => return format!("Learns nothing {which}"),
            0 => "nothing".to_owned(),
            1 => "1 number".to_owned(),
            learnt => format!("{} numbers", count(learnt)),
        };
        format!("Learns {learnt}: {which}")
    }

    fn family(&self, family: &Family, setup: &Setup) -> [String; 2] {
        let values = family.shape().iter().product();
        match setup.member {
            None => [range(family, values), HOW.to_owned()],
            Some(member) => [
                format!("{}: {}", self.member(member), self.decided(family, member)),
                self.member_source(member).to_owned(),
            ],
        }
    }

    fn no_family(&self, refusal: &Refusal) -> [String; 2] {
        let line = format!(
            "The methods are compared on x of N×C×H×W, {LONGEST} at most along an axis and {} values in all",
            count(LIMIT)
        );
        [refused(refusal), line]
    }

    fn decided(&self, family: &Family, member: Member) -> String {
        let values = family.shape().iter().product();
        match family.of(member) {
            Ok(outcome) if outcome.y[family.at].is_nan() => not_a_number(family, outcome),
            Ok(outcome) => {
                let decide = if outcome.deciding == 1 {
                    "decides"
                } else {
                    "decide"
                };
                format!(
                    "{} of {} values {decide} this y",
                    count(outcome.deciding),
                    count(values)
                )
            }
            Err(refusal) => refused(refusal),
        }
    }
}

/// “Of 384 values of x, 1 to 384 decide one y, by the method”.
fn range(family: &Family, values: usize) -> String {
    let [fewest, most] = fewest_and_most(family).map(count);
    let values = count(values);
    format!("Of {values} values of x, {fewest} to {most} decide one y, by the method")
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Rank(rank) => format!("x has {rank} axes, and the methods are compared on four"),
        Refusal::Length(length) => {
            format!("An axis of x has {length} values, more than can be laid out flat")
        }
        Refusal::Elements(len) => format!("x has {} values, too many to change each", count(*len)),
        Refusal::File => {
            "x comes from a file, and the methods are compared on x that is drawn".to_owned()
        }
        Refusal::Norm(error) => format!("PyTorch rejects this call: {error}"),
    }
}

/// Why y is no number.
fn not_a_number(family: &Family, outcome: &Outcome) -> String {
    let why = match why_nan(family, outcome) {
        WhyNan::X => "so is its x",
        WhyNan::Statistic => "a statistic is, of too few values or of NaN",
        WhyNan::ZeroByZero => "what is divided is zero, and so is what divides",
    };
    format!("this y is NaN, for {why}")
}

/// How the pictures come about.
const HOW: &str = "Each x is changed in turn, and coloured if that moves the marked y, the darker the more. Samples run down, channels across";
