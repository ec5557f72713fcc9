//! Which API version is preferred, and which resource version is newer.
//!
//! Upstream: `apimachinery/pkg/version/helpers.go`, `pkg/util/resourceversion`.

use std::cmp::Ordering;

/// Compares API versions by preference: the preferred one is greater. General availability comes
/// before beta, beta before alpha, then the higher numbers; anything that is not shaped as
/// `v1beta2` comes after all that, in alphabetical order.
///
/// ```
/// use bowline_apimachinery::version::compare_api_versions;
///
/// let mut versions = ["v1alpha1", "foo", "v2", "v1beta2", "v10"];
/// versions.sort_by(|a, b| compare_api_versions(b, a));
/// assert_eq!(versions, ["v10", "v2", "v1beta2", "v1alpha1", "foo"]);
/// ```
pub fn compare_api_versions(a: &str, b: &str) -> Ordering {
    match (ApiVersion::parse(a), ApiVersion::parse(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Greater,
        (None, Some(_)) => Ordering::Less,
        (None, None) => b.cmp(a),
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Stability {
    Alpha,
    Beta,
    General,
}

/// The order of the fields is that of the comparison.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ApiVersion {
    stability: Stability,
    major: i64,
    minor: i64,
}

impl ApiVersion {
    fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v')?;
        if let Some(major) = number(text) {
            return Some(Self { stability: Stability::General, major, minor: 0 });
        }
        let (stability, (major, minor)) = match text.split_once("alpha") {
            Some(parts) => (Stability::Alpha, parts),
            None => (Stability::Beta, text.split_once("beta")?),
        };
        Some(Self { stability, major: number(major)?, minor: number(minor)? })
    }
}

/// Digits and nothing else, as a number that fits.
fn number(digits: &str) -> Option<i64> {
    if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// A resource version that cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("resource version is not well formed: {text}")]
pub struct InvalidResourceVersion {
    text: String,
}

/// Compares the resource versions of two objects of the same resource: whole numbers of any
/// length, without leading zeros, and not zero, which no object has.
///
/// # Errors
/// When one of them is anything else.
pub fn compare_resource_versions(a: &str, b: &str) -> Result<Ordering, InvalidResourceVersion> {
    for text in [a, b] {
        let well_formed =
            !text.is_empty() && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
        if !well_formed {
            return Err(InvalidResourceVersion { text: text.to_owned() });
        }
    }
    Ok(a.len().cmp(&b.len()).then_with(|| a.cmp(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferred_versions_are_greater() {
        let descending = [
            "v10",
            "v2",
            "v1",
            "v11beta2",
            "v10beta3",
            "v3beta1",
            "v12alpha1",
            "v11alpha2",
            "V1",
            "foo1",
            "v1gamma",
            "v99999999999999999999",
        ];
        for (index, a) in descending.iter().enumerate() {
            for (other, b) in descending.iter().enumerate() {
                assert_eq!(compare_api_versions(a, b), other.cmp(&index), "{a} {b}");
            }
        }
    }

    #[test]
    fn odd_versions_are_not_versions() {
        for text in ["v", "v1beta", "vbeta1", "v1beta1beta2", "v1alphabeta1", "1", "v+1", "v1.0"] {
            assert_eq!(compare_api_versions(text, "v0alpha0"), Ordering::Less, "{text}");
        }
    }

    #[test]
    fn resource_versions_compare_as_numbers() {
        for (a, b, want) in [
            ("1", "1", Ordering::Equal),
            ("9", "10", Ordering::Less),
            ("99999999999999999999999", "99999999999999999999998", Ordering::Greater),
        ] {
            assert_eq!(compare_resource_versions(a, b), Ok(want), "{a} {b}");
        }
        for text in ["", "0", "01", "-1", "1a", " 1"] {
            assert!(compare_resource_versions(text, "1").is_err(), "{text}");
            assert!(compare_resource_versions("1", text).is_err(), "{text}");
        }
    }
}
