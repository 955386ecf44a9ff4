//! The loss as a landscape over two of the three parameters.

use super::{Axis, Bowl, Problem, eigen};

/// The least loss for each value of two parameters, with the third at its best there: again a bowl.
///
/// ```text
/// excess(p) = ½ (p − p*)ᵀ S (p − p*),   S = H_pp − h_pr h_prᵀ / H_rr
/// ```
///
/// where r is the third parameter. For w₁ and w₂, with the best b, S is the covariance of the features.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// Which two of w₁, w₂ and b
    pub pair: [usize; 2],
    /// Where the minimum is
    pub centre: [f64; 2],
    /// Eigenvalues and eigenvectors of S, the steepest first
    pub axes: [Axis<2>; 2],
}

/// How much longer another pair's contours must be for it to be drawn instead of the weights.
const LONGER: f64 = 4.0;

impl Plane {
    /// The weights; or a weight and the bias, where that is the pair whose bowl is far longer,
    /// as it is when the features have means: then bias and weights do nearly the same.
    pub fn of(problem: &Problem, bowl: &Bowl) -> Self {
        let hessian = problem.hessian();
        let over = |pair| Self::over(pair, &hessian, bowl.minimum());
        let weights = over([0, 1]);
        let others = [over([0, 2]), over([1, 2])];
        let longer = |other: &Self| other.condition() > LONGER * weights.condition();
        let others = others.into_iter().filter(longer);
        let longest = others.max_by(|a, b| a.condition().total_cmp(&b.condition()));
        longest.unwrap_or(weights)
    }

    fn over(pair: [usize; 2], hessian: &[[f64; 3]; 3], minimum: [f64; 3]) -> Self {
        let rest = 3 - pair[0] - pair[1];
        let element = |j: usize, k: usize| {
            hessian[j][k] - hessian[j][rest] * hessian[k][rest] / hessian[rest][rest]
        };
        Self {
            pair,
            centre: pair.map(|k| minimum[k]),
            axes: eigen(pair.map(|j| pair.map(|k| element(j, k)))),
        }
    }

    /// How many times as steep it is one way as the other.
    pub fn condition(&self) -> f64 {
        self.axes[0].value / self.axes[1].value
    }

    /// The excess loss at a point.
    pub fn excess(&self, point: [f64; 2]) -> f64 {
        let offset = [0, 1].map(|k| point[k] - self.centre[k]);
        let along = |axis: &Axis<2>| 0.5 * axis.value * axis.along(offset).powi(2);
        self.axes.iter().map(along).sum()
    }

    /// The semi-axes of the ellipse on which the excess loss has this value: across the valley, and along it.
    pub fn radii(&self, excess: f64) -> [f64; 2] {
        self.axes.map(|axis| (2.0 * excess / axis.value).sqrt())
    }

    /// The point of that ellipse at an angle, 0 being across the valley.
    pub fn on_ellipse(&self, excess: f64, angle: f64) -> [f64; 2] {
        let (sine, cosine) = angle.sin_cos();
        let [across, along] = self.radii(excess);
        let [steep, flat] = self.axes.map(|axis| axis.direction);
        let point = |k: usize| across * cosine * steep[k] + along * sine * flat[k];
        [0, 1].map(|k| self.centre[k] + point(k))
    }

    /// How far that ellipse reaches from its centre in each of the two parameters.
    pub fn extent(&self, excess: f64) -> [f64; 2] {
        let radii = self.radii(excess);
        let part = |k: usize| {
            let parts = self.axes.iter().zip(radii);
            parts
                .map(|(axis, radius)| (radius * axis.direction[k]).powi(2))
                .sum::<f64>()
        };
        [0, 1].map(|k| part(k).sqrt())
    }
}
