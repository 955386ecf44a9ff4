//! Gradient descent on two features, in English.

use super::English;
use crate::lab::descent::{Data, Descent, MOST_STEPS, Steps};
use crate::lab::number::{count, significant};
use crate::state::words::descent::ROUND;
use crate::state::words::{DescentLabel, DescentWords};

impl DescentWords for English {
    fn descent_label(&self, label: DescentLabel) -> &'static str {
        match label {
            DescentLabel::Features => "Features",
            DescentLabel::Scale => "Scale of x₂",
            DescentLabel::Shift => "Shift of both",
            DescentLabel::OwnUnits => {
                "Temperature from 40 to 100, humidity from 0.3 to 0.6: weather has its own units"
            }
            DescentLabel::Standardize => "Standardize",
            DescentLabel::StandardizeHint => {
                "Each feature loses its mean and is divided by its standard deviation"
            }
            DescentLabel::Rate => "Learning rate",
            DescentLabel::RateHint => {
                "In units of 1/λmax: at 1 a step goes to the bottom of the steepest direction, from 2 on it overshoots for ever"
            }
            DescentLabel::Condition => "Condition number κ",
            DescentLabel::Steepest => "Steepest, λmax",
            DescentLabel::Flattest => "Flattest, λmin",
            DescentLabel::LargestStep => {
                // The fraction stays on one line.
                "Largest stable step, 2/\u{2060}λmax"
            }
            DescentLabel::Steps => "Steps to a thousandth",
            DescentLabel::Gradient => "Gradient at the start",
            DescentLabel::Start => "start",
            DescentLabel::Minimum => "minimum",
            DescentLabel::LossByStep => "Excess loss by step",
            DescentLabel::LossNote => {
                "The loss above its minimum, as a part of what it is at the start; steps are counted until a thousandth is left. Both axes are logarithmic"
            }
            DescentLabel::Step => "step",
            DescentLabel::Criterion => "a thousandth",
            DescentLabel::Numbers => "Numbers",
        }
    }

    fn features(&self, data: Data) -> &'static str {
        match data {
            Data::Normal => "Two normal features",
            Data::Weather => "Temperature and humidity",
        }
    }

    fn descent_headline(&self, descent: &Descent) -> String {
        let condition = descent.bowl.condition();
        match condition < ROUND {
            true => format!(
                "The loss is nearly as steep one way as the other: κ = {}",
                self.condition(condition)
            ),
            false => format!(
                "The loss is {} times steeper one way than the other",
                self.condition(condition)
            ),
        }
    }

    fn descent_subtitle(&self, descent: &Descent) -> String {
        let learning_rate = significant(descent.learning_rate(), 3);
        let largest = significant(descent.bowl.largest_step(), 3);
        let head = format!("Learning rate {learning_rate}; the largest stable one is {largest}");
        match descent.steps {
            Steps::Within(1) => format!("{head}. One step is enough"),
            steps @ (Steps::Within(_) | Steps::Beyond) => {
                format!("{head}. It takes {} steps", self.steps_needed(steps))
            }
            Steps::Never => format!(
                "{head}. Gradient descent {}",
                self.steps_needed(Steps::Never)
            ),
        }
    }

    fn contours_note(&self, descent: &Descent) -> String {
        let names = ["w₁", "w₂", "b"];
        let [first, second] = descent.plane.pair.map(|k| names[k]);
        let third = names[3 - descent.plane.pair[0] - descent.plane.pair[1]];
        let walked = match descent.walk.len() - 1 {
            1 => "One step is drawn".to_owned(),
            steps => format!("The first {} steps are drawn", count(steps)),
        };
        let times = self.condition(descent.plane.condition().sqrt());
        format!(
            "Contours of the loss over {first} and {second}, {third} at its best for each point; from line to line the excess loss doubles. Both axes have one unit length: a contour is {times} times as long as wide. {walked}"
        )
    }

    fn steps_needed(&self, steps: Steps) -> String {
        match steps {
            Steps::Within(steps) => count(steps as usize),
            Steps::Beyond => format!("more than {} million", MOST_STEPS / 1_000_000),
            Steps::Never => "does not converge".to_owned(),
        }
    }
}
