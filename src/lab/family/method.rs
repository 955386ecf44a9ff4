//! Methods with their parameters.

use super::boxes::{group_len, half};
use super::{Member, State};

/// How a method computes, and with which numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Method {
    /// The statistics of one box
    Tiled(Tiled),
    /// The channel on two devices, each with half of the batch; their statistics are put together
    Synced {
        /// ε
        eps: f64,
    },
    /// x̂ = (x − μ_B)/σ_B·r + d, which is (x − μ)/σ by the running statistics where neither r nor d is clipped
    /// (Ioffe 2017, algorithm 1)
    Renormalized {
        /// r lies between its inverse and this
        r_max: f64,
        /// |d| is no larger
        d_max: f64,
    },
    /// x/√(ψ² + ε), by the batch's own ψ² as long as there is no other, then by the running one
    /// (Shen et al. 2020, and the warm-up of their code)
    Power {
        /// ε
        eps: f64,
    },
    /// σ(s)·(x − μ(x))/σ(x) + μ(s), s being the same channel of the next sample (Huang & Belongie 2017, equation 8)
    Restyled {
        /// ε in both deviations
        eps: f64,
    },
    /// (x − Σ w_k μ_k)/√(Σ w'_k σ²_k + ε), k being instance, layer and batch (Luo et al. 2019)
    Switchable {
        /// w
        means: [f64; 3],
        /// w'
        variances: [f64; 3],
        /// ε
        eps: f64,
    },
    /// ρ·BN(x) + (1 − ρ)·IN(x) (Nam & Kim 2018)
    BatchInstance {
        /// ρ
        rho: f64,
        /// ε of both
        eps: f64,
    },
    /// x/(k + α/n·Σa²)^β over the n channels around its own, those beyond an end being 0 (`nn.LocalResponseNorm`)
    Neighbours {
        /// n; of an even number the channels before are one more
        size: usize,
        /// α
        alpha: f64,
        /// β
        beta: f64,
        /// k
        k: f64,
    },
    /// tanh(α·x) (Zhu et al. 2025)
    Tanh {
        /// α
        alpha: f64,
    },
    /// W/σ(W), by the largest singular value of the kernel as a matrix of O rows (Miyato et al. 2018)
    Spectral,
}

/// The statistics of the box that an element lies in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tiled {
    /// Sides of the boxes that tile x, from its first element on
    pub block: [usize; 4],
    /// What is measured, and how x is normalized by it
    pub measure: Measure,
    /// What x̂ is multiplied by: g, or γ
    pub gain: f64,
    /// τ: y is no less
    pub threshold: Option<f64>,
}

/// What is measured of a box, and how x is normalized by it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// (x − μ)/√(σ² + ε), σ² biased
    Variance {
        /// ε
        eps: f64,
    },
    /// (x − μ)/(s + ε), s² unbiased
    Deviation {
        /// ε
        eps: f64,
    },
    /// x/√(mean of x² + ε)
    MeanSquare {
        /// ε
        eps: f64,
    },
    /// x/max(‖x‖, ε)
    Norm {
        /// ε
        eps: f64,
    },
}

/// ε of PyTorch's layers, and of the code of most papers.
const EPS: f64 = 1e-5;

/// The machine epsilon of float32, which `nn.RMSNorm` takes by itself.
const EPS_F32: f64 = f32::EPSILON as f64;

/// ε of `functional.normalize`.
const EPS_NORMALIZE: f64 = 1e-12;

/// ε of FRN (the code of its paper).
const EPS_FRN: f64 = 1e-6;

impl Method {
    /// A member as its source constructs it, for x of this shape.
    ///
    /// Where there is a choice: weight standardization is that of its repository (unbiased deviation, ε outside);
    /// switchable norm is that of its paper (its code takes the unbiased variance of an instance);
    /// weight norm has g = 1, since PyTorch's g = ‖v‖ gives the kernel back unchanged;
    /// of QK-norm y is the query itself, which g does not touch: it multiplies q̂·k̂.
    pub fn of(member: Member, shape: [usize; 4], state: &State) -> Self {
        let [n, c, h, w] = shape;
        let variance = Measure::Variance { eps: EPS };
        let norm = Measure::Norm { eps: EPS_NORMALIZE };
        let tiled = |block, measure| Self::Tiled(Tiled::new(block, measure));
        match member {
            Member::BatchNorm => tiled([n, 1, h, w], variance),
            Member::GhostBatchNorm => tiled([half(n), 1, h, w], variance),
            Member::SyncBatchNorm => Self::Synced { eps: EPS },
            // The ends of the paper's schedule: it begins as batch norm.
            Member::BatchRenorm => match state.batches {
                0 => Self::Renormalized {
                    r_max: 1.0,
                    d_max: 0.0,
                },
                _ => Self::Renormalized {
                    r_max: 3.0,
                    d_max: 5.0,
                },
            },
            Member::PowerNorm => Self::Power { eps: EPS },
            Member::LayerNorm => tiled([1, c, h, w], variance),
            Member::GroupNorm => tiled([1, group_len(c), h, w], variance),
            Member::InstanceNorm => tiled([1, 1, h, w], variance),
            Member::AdaIn => Self::Restyled { eps: EPS },
            Member::FilterResponseNorm => Self::Tiled(Tiled {
                threshold: Some(0.0),
                ..Tiled::new([1, 1, h, w], Measure::MeanSquare { eps: EPS_FRN })
            }),
            Member::PositionLayerNorm => tiled([1, c, 1, 1], variance),
            Member::RmsNorm => tiled([1, c, 1, 1], Measure::MeanSquare { eps: EPS_F32 }),
            Member::ScaleNorm => Self::Tiled(Tiled {
                gain: (c as f64).sqrt(),
                ..Tiled::new([1, c, 1, 1], Measure::Norm { eps: EPS })
            }),
            Member::QkNorm => tiled([1, group_len(c), 1, 1], norm),
            Member::SwitchableNorm => Self::Switchable {
                means: [1.0 / 3.0; 3],
                variances: [1.0 / 3.0; 3],
                eps: EPS,
            },
            Member::BatchInstanceNorm => Self::BatchInstance {
                rho: state.rho,
                eps: EPS,
            },
            Member::LocalResponseNorm => Self::Neighbours {
                size: 5,
                alpha: 1e-4,
                beta: 0.75,
                k: 1.0,
            },
            Member::DynamicTanh => Self::Tanh { alpha: 0.5 },
            Member::WeightStandardization => tiled([1, c, h, w], Measure::Deviation { eps: EPS }),
            Member::WeightNorm => tiled([1, c, h, w], Measure::Norm { eps: 0.0 }),
            Member::SpectralNorm => Self::Spectral,
        }
    }
}

impl Tiled {
    /// Boxes of this shape, with a gain of 1 and no threshold.
    pub fn new(block: [usize; 4], measure: Measure) -> Self {
        Self {
            block,
            measure,
            gain: 1.0,
            threshold: None,
        }
    }
}
