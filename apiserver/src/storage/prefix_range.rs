//! The keys that begin with a prefix, as a range of an ordered map.

use std::collections::BTreeMap;
use std::collections::btree_map::Range;
use std::ops::Bound;
use std::sync::Arc;

/// The entries of `map` whose keys begin with `prefix` and are not before `start`.
///
/// The end is looked up once, so that going through the entries does not look at their keys.
pub(crate) fn prefix_range<'a, V>(
    map: &'a BTreeMap<Arc<str>, V>,
    prefix: &str,
    start: Option<&str>,
) -> Range<'a, Arc<str>, V> {
    let start = start.map_or(prefix, |start| start.max(prefix));
    let end = prefix_end(prefix);
    let end = match &end {
        // An ordered map refuses a range that ends before it starts.
        Some(end) => Bound::Excluded(end.as_str().max(start)),
        None => Bound::Unbounded,
    };
    map.range::<str, _>((Bound::Included(start), end))
}

/// The least string that is after every string which begins with `prefix`; `None` if there is none.
fn prefix_end(prefix: &str) -> Option<String> {
    let mut head = prefix.chars();
    while let Some(last) = head.next_back() {
        // Strings are ordered by their characters' numbers, among which surrogates are missing.
        let next = (u32::from(last) + 1..=u32::from(char::MAX)).find_map(char::from_u32);
        if let Some(next) = next {
            let mut end = head.as_str().to_owned();
            end.push(next);
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ends() {
        for (prefix, want) in [
            ("/registry/pods/", Some("/registry/pods0")),
            ("a\u{d7ff}", Some("a\u{e000}")),
            ("a\u{10ffff}", Some("b")),
            ("\u{10ffff}\u{10ffff}", None),
            ("", None),
        ] {
            assert_eq!(prefix_end(prefix).as_deref(), want, "{prefix:?}");
        }
    }

    proptest! {
        #[test]
        fn range_is_what_looking_at_every_key_finds(
            keys in proptest::collection::btree_set("[ab/\u{d7ff}\u{10ffff}]{0,4}", 0..40),
            prefix in "[ab/\u{d7ff}\u{10ffff}]{0,3}",
            start in proptest::option::of("[ab/\u{d7ff}\u{10ffff}]{0,3}"),
        ) {
            let map: BTreeMap<Arc<str>, ()> =
                keys.iter().map(|key| (key.as_str().into(), ())).collect();
            let range = prefix_range(&map, &prefix, start.as_deref());
            let got: Vec<_> = range.map(|(key, ())| key.to_string()).collect();
            let start = start.unwrap_or_default();
            let want = keys.into_iter().filter(|key| key.starts_with(&prefix) && *key >= start);
            prop_assert_eq!(got, want.collect::<Vec<_>>());
        }
    }
}
