//! All tensors in NumPy's format.

use super::zip::{Archive, Head};
use super::{Pieces, Tensor, Tensors};

impl<'a> Tensors<'a> {
    /// All of them in one file, as `numpy.savez` writes it.
    ///
    /// A file's sum stands before its content, so each is made twice; where only the sum grows, the piece is empty.
    pub fn npz(self) -> Pieces<'a> {
        let mut names = self.names().into_iter();
        let mut archive = Some(Archive::default());
        let mut step = Step::Next;
        Box::new(std::iter::from_fn(move || {
            let (piece, next) = match std::mem::replace(&mut step, Step::Next) {
                Step::Next => match names.next() {
                    Some(name) => {
                        let tensor = self.get(name).expect("a tensor for each name");
                        let head = Head::new(format!("{name}.npy"));
                        (Vec::new(), Step::Sum(head, tensor.clone().npy(), tensor))
                    }
                    None => (archive.take()?.finish(), Step::Next),
                },
                Step::Sum(mut head, mut pieces, tensor) => match pieces.next() {
                    Some(piece) => {
                        head.add(&piece);
                        (Vec::new(), Step::Sum(head, pieces, tensor))
                    }
                    None => (archive.as_mut()?.head(&head), Step::Content(tensor.npy())),
                },
                Step::Content(mut pieces) => {
                    let piece = pieces.next();
                    let next = piece.as_ref().map_or(Step::Next, |_| Step::Content(pieces));
                    (piece.unwrap_or_default(), next)
                }
            };
            step = next;
            Some(piece)
        }))
    }
}

/// What comes next of an archive.
enum Step<'a> {
    /// Another file, or the end
    Next,
    /// The sum over a file's pieces, and then the tensor once more
    Sum(Head, Pieces<'a>, Tensor<'a>),
    /// A file's pieces
    Content(Pieces<'a>),
}
