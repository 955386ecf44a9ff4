//! The lecture hall: pages around this one, and the speaker's window beside it.

mod clock;
mod in_step;
mod message;
mod pace;

pub use clock::{elapsed, time_of_day};
pub use in_step::{InStep, Moment, Said, Side};
pub use message::{
    Field, Heard, Id, MOST_ID_BYTES, MOST_LINK_BYTES, Message, VERSION, read_message,
};
pub use pace::{INTERVAL_MS, Pace};
