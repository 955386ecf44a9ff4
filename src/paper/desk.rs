//! What was computed for a part, so that it is computed once.

use crate::lab::explore::{Explore, Setup};
use crate::lab::histogram::Groups;
use crate::lab::training::Trained;
use std::sync::Arc;

/// The answer that a page shows to the settings of a part.
#[derive(Clone, Debug)]
pub struct Known {
    /// The experiment
    pub explore: Arc<Explore>,
    /// Its distributions
    pub groups: Arc<Groups>,
    /// Those that it is compared with
    pub compared: Vec<Arc<Explore>>,
}

/// Experiments by what was asked for.
#[derive(Debug, Default)]
pub struct Desk {
    known: Option<Known>,
    explores: Vec<Arc<Explore>>,
    /// Networks that were trained, for this part or another
    pub trained: Trained,
}

impl Desk {
    /// What is known already, and the networks that were trained, and nothing else.
    pub fn new(known: Option<Known>, trained: Trained) -> Self {
        Self {
            known,
            explores: Vec::new(),
            trained,
        }
    }

    /// What is there already of some settings.
    pub fn find(&self, setup: &Setup) -> Option<Arc<Explore>> {
        let known = self.known.iter();
        let known = known.flat_map(|known| std::iter::once(&known.explore).chain(&known.compared));
        let mut all = known.chain(&self.explores);
        all.find(|explore| explore.setup == *setup).cloned()
    }

    /// The experiment: found, or computed and kept.
    pub fn explore(&mut self, setup: &Setup) -> Arc<Explore> {
        if let Some(found) = self.find(setup) {
            return found;
        }
        let alike = self
            .explores
            .iter()
            .find(|other| other.setup.shares_batch(setup));
        let drawn = alike.and_then(|other| Explore::clone(other).into_drawn());
        let explore = Arc::new(Explore::run_on(setup, drawn));
        self.explores.push(explore.clone());
        explore
    }

    /// The distributions of an experiment.
    pub fn groups(&self, explore: &Explore, by: crate::lab::histogram::By) -> Arc<Groups> {
        let known = self.known.as_ref();
        let known = known
            .filter(|known| known.explore.setup == explore.setup && known.groups.by == by)
            .map(|known| known.groups.clone());
        known.unwrap_or_else(|| Arc::new(Groups::count(explore, by)))
    }
}
