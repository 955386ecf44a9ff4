//! Losses, with their derivatives.

use super::softmax::powers;

/// The mean over samples of −log softmax(y)_k, k the class of the sample, and how many have their largest output there:
/// the first of equals, as `argmax` has it; where one is no number, none is. Writes the derivatives with respect to y.
///
/// # Panics
///
/// If a class is none of the outputs.
pub fn cross_entropy(y: &[f32], classes: &[u8], grad_y: &mut [f32]) -> (f64, usize) {
    let count = classes.len();
    let outputs = y.len() / count;
    let (mut loss, mut correct) = (0.0, 0);
    let samples = y
        .chunks_exact(outputs)
        .zip(grad_y.chunks_exact_mut(outputs));
    for ((y, grad), &class) in samples.zip(classes) {
        let class = usize::from(class);
        let (largest, sum) = powers(y, grad);
        loss += sum.ln() - f64::from(y[class] - largest);
        let share = (1.0 / (sum * count as f64)) as f32;
        grad.iter_mut().for_each(|grad| *grad *= share);
        grad[class] -= 1.0 / count as f32;
        let is_right = y[..class].iter().all(|other| *other < y[class])
            && y[class..].iter().all(|other| *other <= y[class]);
        correct += usize::from(is_right);
    }
    (loss / count as f64, correct)
}

/// The mean over samples of ‖y − target‖². Writes the derivatives with respect to y.
pub fn squared_error(y: &[f32], targets: &[f32], count: usize, grad_y: &mut [f32]) -> f64 {
    let mut sum = 0.0;
    for ((grad, y), target) in grad_y.iter_mut().zip(y).zip(targets) {
        *grad = y - target;
        sum += f64::from(*grad).powi(2);
    }
    let factor = 2.0 / count as f32;
    grad_y.iter_mut().for_each(|grad| *grad *= factor);
    sum / count as f64
}
