//! Comparing resource versions, which are otherwise opaque.
//!
//! *Upstream:* `apimachinery/pkg/util/resourceversion`.

use std::cmp::Ordering;

use bowline_apimachinery::version::compare_resource_versions;

/// Which of two resource versions of the same resource in the same cluster is newer.
///
/// None when either is not a plain decimal number without leading zeros: some servers use other
/// texts, and of those nothing can be said. The empty text and `0` are requests, not versions, and
/// compare to nothing.
#[must_use]
pub fn compare(a: &str, b: &str) -> Option<Ordering> {
    compare_resource_versions(a, b).ok()
}

/// Whether `a` is known to be older than `b`.
#[must_use]
pub fn is_older(a: &str, b: &str) -> bool {
    compare(a, b) == Some(Ordering::Less)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_numbers_compare() {
        for (a, b, want) in [
            ("1", "2", Some(Ordering::Less)),
            ("10", "9", Some(Ordering::Greater)),
            ("18446744073709551616", "18446744073709551615", Some(Ordering::Greater)),
            ("7", "7", Some(Ordering::Equal)),
            ("0", "7", None),
            ("", "7", None),
            ("07", "7", None),
            ("7", "v7", None),
        ] {
            assert_eq!(compare(a, b), want, "{a:?} {b:?}");
        }
        assert!(is_older("9", "10") && !is_older("10", "10") && !is_older("x", "10"));
    }
}
