//! All methods on the same x, one after the other.

use super::outcome::Search;
use super::{LIMIT, Member, Outcome, RATE, Refusal, State, program, run};
use crate::lab::explore::{Poke, Setup};
use ndarray::{Array4, ArrayD, Ix4, IxDyn};

/// What the methods are called on, and the y that is asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// x, and the batches before it, which the methods that keep averages have seen; its layer plays no part
    pub setup: Setup,
    /// The element of y that is asked about; `None` takes one in the middle of the first sample
    pub at: Option<Vec<usize>>,
    /// ρ of batch-instance norm
    pub rho: f64,
}

/// The x of an experiment, with what the methods remember of the batches before it.
struct Drawn {
    /// x, of shape (N, C, H, W)
    x: ArrayD<f32>,
    /// The element that is asked about
    at: [usize; 4],
    state: State,
}

/// What each method makes of x.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// The element that is asked about
    pub at: [usize; 4],
    /// x
    pub x: Array4<f32>,
    /// One for each of [`Member::ALL`]
    pub outcomes: Vec<Result<Outcome, Refusal>>,
}

/// A family that is being computed, method by method, and of each one moved x after the other.
pub struct Run {
    drawn: Drawn,
    /// Of the methods before this one
    outcomes: Vec<Result<Outcome, Refusal>>,
    search: Option<Search>,
}

impl Experiment {
    /// Draws x and the batches before it.
    ///
    /// # Errors
    ///
    /// If x has other than four axes or too many values, or comes from a file.
    fn draw(&self) -> Result<Drawn, Refusal> {
        let Setup {
            source,
            seed,
            steps,
            poke,
            ..
        } = &self.setup;
        let shape = lengths(&source.shape)?;
        if source.values.stored().is_some() {
            return Err(Refusal::File);
        }
        let mut sampler = source.sampler(*seed);
        let mut batches: Vec<ArrayD<f32>> = (0..=*steps).map(|_| sampler.next_batch()).collect();
        let mut x = batches.pop().expect("the shown batch");
        if let Some(Poke { at, value }) = poke
            && let Some(poked) = x.get_mut(IxDyn(at))
        {
            *poked = *value;
        }
        Ok(Drawn {
            at: self.place(shape),
            state: State::after(shape[1], &batches, RATE).with_rho(self.rho),
            x,
        })
    }

    /// The element that is asked about, where x fits the family.
    pub fn pinned(&self) -> Option<[usize; 4]> {
        let shape = lengths(&self.setup.source.shape).ok()?;
        Some(self.place(shape))
    }

    /// The same in PyTorch, where x fits the family.
    pub fn program(&self, member: Member) -> Option<String> {
        let at = self.pinned()?;
        Some(program(member, &self.setup, self.rho, at))
    }

    fn place(&self, [_, c, h, w]: [usize; 4]) -> [usize; 4] {
        let at = self.at.as_ref().and_then(|at| at[..].try_into().ok());
        at.unwrap_or([0, c / 2, h / 2, w / 2])
    }

    /// What one method makes of x.
    ///
    /// # Errors
    ///
    /// If x does not fit the family, or the method does not take it.
    pub fn outcome(&self, member: Member) -> Result<Outcome, Refusal> {
        let Drawn { x, at, state } = self.draw()?;
        run(member, &x, at, &state)
    }
}

impl Run {
    /// Draws x.
    ///
    /// # Errors
    ///
    /// If it does not fit the family.
    pub fn begin(experiment: &Experiment) -> Result<Self, Refusal> {
        Ok(Self {
            drawn: experiment.draw()?,
            outcomes: Vec::new(),
            search: None,
        })
    }

    /// Calls one more method, or moves one more x; gives all of them with the last.
    pub fn step(&mut self) -> Option<Family> {
        match &mut self.search {
            Some(search) => {
                if let Some(outcome) = search.step() {
                    self.outcomes.push(Ok(outcome));
                    self.search = None;
                }
            }
            None => {
                let member = Member::ALL[self.outcomes.len()];
                let Drawn { x, at, state } = &self.drawn;
                match Search::begin(member, x, *at, state) {
                    Ok(search) => self.search = Some(search),
                    Err(refusal) => self.outcomes.push(Err(refusal)),
                }
            }
        }
        (self.outcomes.len() == Member::ALL.len()).then(|| {
            let x = self.drawn.x.clone().into_dimensionality::<Ix4>();
            Family {
                at: self.drawn.at,
                x: x.expect("checked as it was drawn"),
                outcomes: std::mem::take(&mut self.outcomes),
            }
        })
    }
}

impl Family {
    /// Lengths of x.
    pub fn shape(&self) -> [usize; 4] {
        self.x.dim().into()
    }

    /// What a method made of x.
    pub fn of(&self, member: Member) -> &Result<Outcome, Refusal> {
        let place = Member::ALL.iter().position(|other| *other == member);
        &self.outcomes[place.expect("all are there")]
    }
}

/// The longest axis of x that can be laid out flat with cells that are told apart.
pub const LONGEST: usize = 16;

/// The lengths of x, where the family takes it.
fn lengths(shape: &[usize]) -> Result<[usize; 4], Refusal> {
    let lengths: [usize; 4] = shape.try_into().map_err(|_| Refusal::Rank(shape.len()))?;
    if let Some(length) = lengths.into_iter().find(|length| *length > LONGEST) {
        return Err(Refusal::Length(length));
    }
    match lengths.iter().product() {
        1..=LIMIT => Ok(lengths),
        len => Err(Refusal::Elements(len)),
    }
}
