//! Products against plain sums.

use super::{Left, Packed, add_product, add_product_transposed, product, transpose};

/// Whole numbers, whose products have no rounding.
fn numbers(count: usize, seed: usize) -> Vec<f32> {
    let number = |k: usize| ((k * 7 + seed) * 2_654_435_761 % 17) as f32 - 8.0;
    (0..count).map(number).collect()
}

#[test]
fn products_are_those_of_the_definition() {
    let mut packed = Packed::default();
    let lengths = [1, 2, 3, 7, 8, 9, 10, 16, 23];
    for m in lengths {
        for n in lengths {
            for k in lengths {
                let (a, b, c) = (numbers(m * k, 1), numbers(k * n, 2), numbers(m * n, 3));
                let mut expected = c.clone();
                for i in 0..m {
                    for j in 0..n {
                        let products = (0..k).map(|l| a[i * k + l] * b[l * n + j]);
                        expected[i * n + j] += products.sum::<f32>();
                    }
                }
                let [mut a_turned, mut b_turned] = [vec![0.0; k * m], vec![0.0; n * k]];
                transpose(&a, [m, k], &mut a_turned);
                transpose(&b, [k, n], &mut b_turned);
                for left in [Left::Straight(&a), Left::Transposed(&a_turned)] {
                    let mut found = c.clone();
                    packed.pack(left, [m, k]);
                    add_product(&mut packed, &b, n, &mut found);
                    assert_eq!(found, expected, "{m}×{k} by {k}×{n}");
                    let sums = found.iter().zip(&c).map(|(sum, c)| sum - c);
                    let sums: Vec<f32> = sums.collect();
                    product(&mut packed, &b, n, &mut found);
                    assert_eq!(found, sums, "{m}×{k} by {k}×{n}, alone");
                }
                let mut found = c;
                add_product_transposed([&a, &b_turned], k, &mut found);
                assert_eq!(found, expected, "{m}×{k} by {k}×{n}, along rows");
            }
        }
    }
}
