//! What decides one y.

use super::call::Part;
use super::{LIMIT, Member, Method, Refusal, State, Term};
use ndarray::{Array4, ArrayD, ArrayView3, Axis, Ix4};

/// What a member gives, and what decides the pinned y.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// y of every element
    pub y: Array4<f64>,
    /// Whether the pinned y moves when this x is moved far
    pub moves: Array4<bool>,
    /// ∂y[at]/∂x_k; exactly 0 where it does not move
    pub slopes: Array4<f64>,
    /// How many x move it, its own among them if it does
    pub deciding: usize,
    /// The statistics that it is computed with
    pub terms: Vec<Term>,
    /// How many numbers the member learns
    pub learnt: usize,
}

/// How far an x is moved, in standard deviations of its channel: up and down.
const STEPS: [f64; 2] = [10.0, -10.0];

/// How far for a slope.
const SHORT: f64 = 1e-5;

/// Computes y of x of shape (N, C, H, W), or of a kernel, and moves each x in turn to see which decide `y[at]`.
///
/// # Errors
///
/// If x has another rank or more than [`LIMIT`] elements, or PyTorch refuses its shape.
///
/// # Panics
///
/// If `at` is not in x, or the state is of other channels.
pub fn run(
    member: Member,
    x: &ArrayD<f32>,
    at: [usize; 4],
    state: &State,
) -> Result<Outcome, Refusal> {
    let mut search = Search::begin(member, x, at, state)?;
    loop {
        if let Some(outcome) = search.step() {
            return Ok(outcome);
        }
    }
}

/// The same, one x at a time.
pub(super) struct Search {
    pinned: Pinned,
    y: Array4<f64>,
    learnt: usize,
    /// Of the x that were moved, in the order of memory
    moves: Vec<bool>,
    slopes: Vec<f64>,
}

impl Search {
    /// Computes y, and moves nothing yet. Errors and panics are those of [`run`].
    pub fn begin(
        member: Member,
        x: &ArrayD<f32>,
        at: [usize; 4],
        state: &State,
    ) -> Result<Self, Refusal> {
        let rank = x.ndim();
        let x = x.view().into_dimensionality::<Ix4>();
        let x = x.map_err(|_| Refusal::Rank(rank))?.mapv(f64::from);
        if x.is_empty() || x.len() > LIMIT {
            return Err(Refusal::Elements(x.len()));
        }
        let shape: [usize; 4] = x.dim().into();
        member.check(shape)?;
        let method = Method::of(member, shape, state);
        let y = method.apply(&x, state);
        let mut pinned = Pinned {
            parts: method.parts(shape, at, state),
            units: x.axis_iter(Axis(1)).map(unit).collect(),
            y: y[at],
            terms: Vec::new(),
            method,
            state: state.clone(),
            x,
            at,
        };
        pinned.terms = pinned.measure();
        Ok(Self {
            pinned,
            y,
            learnt: member.learnt(shape),
            moves: Vec::new(),
            slopes: Vec::new(),
        })
    }

    /// Moves one more x; gives the outcome with the last.
    pub fn step(&mut self) -> Option<Outcome> {
        let shape: [usize; 4] = self.y.dim().into();
        let at = place(shape, self.moves.len());
        let moves = self.pinned.moves_with(at);
        self.slopes.push(match moves {
            true => self.pinned.slope(at),
            false => 0.0,
        });
        self.moves.push(moves);
        (self.moves.len() == self.y.len()).then(|| Outcome {
            y: std::mem::take(&mut self.y),
            deciding: self.moves.iter().filter(|moves| **moves).count(),
            moves: whole(shape, std::mem::take(&mut self.moves)),
            slopes: whole(shape, std::mem::take(&mut self.slopes)),
            terms: std::mem::take(&mut self.pinned.terms),
            learnt: self.learnt,
        })
    }
}

/// The index of an element by its place in memory.
fn place(shape: [usize; 4], flat: usize) -> [usize; 4] {
    let mut rest = flat;
    let mut at = [0; 4];
    for axis in (0..4).rev() {
        at[axis] = rest % shape[axis];
        rest /= shape[axis];
    }
    at
}

fn whole<T>(shape: [usize; 4], values: Vec<T>) -> Array4<T> {
    Array4::from_shape_vec(shape, values).expect("one for each element")
}

/// The pinned element, in an x whose values can be moved.
struct Pinned {
    method: Method,
    state: State,
    x: Array4<f64>,
    at: [usize; 4],
    /// The boxes that its y asks for, wherever the moved x is
    parts: Vec<Part>,
    /// Its terms and its y, as long as nothing is moved
    terms: Vec<Term>,
    y: f64,
    /// One standard deviation of each channel
    units: Vec<f64>,
}

impl Pinned {
    fn measure(&self) -> Vec<Term> {
        let channel = self.at[1];
        self.method
            .measure(&self.x, &self.parts, channel, &self.state)
    }

    /// y with x_k moved by so much, and where x_k then is.
    fn moved(&mut self, k: [usize; 4], by: f64) -> (f64, f64) {
        let before = self.x[k];
        self.x[k] += by;
        let y = self.method.y(self.x[self.at], &self.measure());
        let x = std::mem::replace(&mut self.x[k], before);
        (y, x)
    }

    /// Whether y becomes another number, down to its last bit.
    fn moves_with(&mut self, k: [usize; 4]) -> bool {
        STEPS.iter().any(|step| {
            let (y, _) = self.moved(k, step * self.units[k[1]]);
            y != self.y && !(y.is_nan() && self.y.is_nan())
        })
    }

    /// A central difference.
    fn slope(&mut self, k: [usize; 4]) -> f64 {
        let step = SHORT * self.units[k[1]];
        let [above, below] = [step, -step].map(|by| self.moved(k, by));
        (above.0 - below.0) / (above.1 - below.1)
    }
}

/// The standard deviation of a channel; where there is none to speak of its largest value, or 1.
fn unit(x: ArrayView3<f64>) -> f64 {
    let deviation = x.std(0.0);
    let largest = x.fold(0.0_f64, |largest, value| largest.max(value.abs()));
    match deviation > 1e-6 * largest {
        true if deviation.is_finite() => deviation,
        _ if largest > 0.0 && largest.is_finite() => largest,
        _ => 1.0,
    }
}
