//! Two samples: is one larger than the other? (Mann and Whitney's test, with the normal approximation.)

/// What two samples show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Comparison {
    /// The chance that one of the first is larger than one of the second; ½ where they are alike.
    pub(crate) auc: f64,
    /// How likely a difference as large as this is by chance, from both sides.
    pub(crate) p: f64,
}

impl Comparison {
    /// What case 131 asks.
    pub(crate) fn is_alike(self) -> bool {
        (self.auc - 0.5).abs() <= 0.03 && self.p >= 1e-3
    }
}

/// Compares two samples.
pub(crate) fn compare(first: &[f64], second: &[f64]) -> Comparison {
    let mut all: Vec<(f64, bool)> = first.iter().map(|value| (*value, true)).collect();
    all.extend(second.iter().map(|value| (*value, false)));
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut ranks, mut at) = (0.0, 0);
    while at < all.len() {
        let ties = all[at..].iter().take_while(|(value, _)| value.total_cmp(&all[at].0).is_eq()).count();
        // Equal values share the mean of their ranks.
        let rank = count(at) + f64::midpoint(count(ties), 1.0);
        ranks += rank * count(all[at..at + ties].iter().filter(|(_, is_first)| *is_first).count());
        at += ties;
    }
    let (n, m) = (count(first.len()), count(second.len()));
    let u = ranks - n * (n + 1.0) / 2.0;
    let deviation = (n * m * (n + m + 1.0) / 12.0).sqrt();
    Comparison { auc: u / (n * m), p: two_sided((u - n * m / 2.0) / deviation) }
}

/// How likely it is by chance that of `of` tosses of a coin so many more, or fewer, than half fall on one side.
pub(crate) fn of_tosses(heads: usize, of: usize) -> f64 {
    two_sided((count(heads) - count(of) / 2.0) / (count(of) / 4.0).sqrt())
}

/// The tails of the normal distribution beyond `z` (Abramowitz and Stegun, 7.1.26).
fn two_sided(z: f64) -> f64 {
    let x = z.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / 0.327_591_1_f64.mul_add(x, 1.0);
    let polynomial = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592]
        .into_iter()
        .fold(0.0, |sum: f64, factor| sum.mul_add(t, factor));
    (polynomial * t * (-x * x).exp()).clamp(0.0, 1.0)
}

/// The middle value.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// A count as a number to calculate with.
pub(crate) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
