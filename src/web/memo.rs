//! Values that follow from signals.

use leptos::prelude::{Get, GetUntracked, Signal};
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// A value that follows from signals, and notifies only when it changes itself.
///
/// It is Leptos' memo, but all memos of the page are of one type there: what a memo does is in the program once,
/// and not once for each type of value.
pub struct Memo<T> {
    kept: leptos::prelude::Memo<Kept>,
    of: PhantomData<fn() -> T>,
}

/// A value of any type.
#[derive(Clone)]
struct Kept {
    value: Arc<dyn Any + Send + Sync>,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

type Make = Box<dyn Fn(Option<&Kept>) -> Kept + Send + Sync>;

impl<T: Send + Sync + 'static> Memo<T> {
    /// What `value` gives, from signals and from the value before.
    pub fn new(value: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self
    where
        T: PartialEq,
    {
        Self::with_compare(value, |a, b| a.downcast_ref::<T>() == b.downcast_ref())
    }

    /// The same, but notifies whenever a signal does: for values that are dear to compare.
    pub fn always(value: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::with_compare(move |_| value(), |_, _| false)
    }

    fn with_compare(
        value: impl Fn(Option<&T>) -> T + Send + Sync + 'static,
        is_same: fn(&dyn Any, &dyn Any) -> bool,
    ) -> Self {
        let make: Make = Box::new(move |before| Kept {
            value: Arc::new(value(before.map(Kept::get))),
            is_same,
        });
        Self {
            kept: memo_of(make),
            of: PhantomData,
        }
    }

    /// A copy of the value.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// A copy of the value, without being told when it changes.
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        T::clone(read_untracked(self.kept).get())
    }

    /// Asks to be told when it changes.
    pub fn track(&self) {
        read_tracked(self.kept);
    }

    /// What `read` makes of the value.
    pub fn with<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        read(read_tracked(self.kept).get())
    }
}

#[inline(never)]
fn memo_of(make: Make) -> leptos::prelude::Memo<Kept> {
    leptos::prelude::Memo::new(make)
}

#[inline(never)]
fn read_tracked(memo: leptos::prelude::Memo<Kept>) -> Kept {
    memo.get()
}

#[inline(never)]
fn read_untracked(memo: leptos::prelude::Memo<Kept>) -> Kept {
    memo.get_untracked()
}

impl Kept {
    fn get<T: 'static>(&self) -> &T {
        self.value.downcast_ref().expect("a memo's own type")
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&*self.value, &*other.value)
    }
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: Clone + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}
