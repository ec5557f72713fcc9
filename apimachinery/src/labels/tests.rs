//! Selectors as texts, and a naive matcher to compare with.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::meta::LabelSelector;
use crate::validation::field::Path;

fn labels(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn texts_are_read_and_printed_sorted() {
    for (text, want) in [
        ("", ""),
        ("  ", ""),
        ("a", "a"),
        ("!a", "!a"),
        (" ! a ", "!a"),
        ("x=a,a==b", "a==b,x=a"),
        ("a=", "a="),
        ("a in (b,a,b)", "a in (a,b)"),
        ("a in ()", "a in ()"),
        ("a in (,)", "a in ()"),
        ("a in (b,)", "a in (,b)"),
        ("a notin (in,notin)", "a notin (in,notin)"),
        ("in in (in)", "in in (in)"),
        ("a>1,b<-2", ""),
        ("a>1,b<2", "a>1,b<2"),
        ("a,!a", "a,!a"),
    ] {
        let got = Selector::parse(text).map(|selector| selector.to_string());
        match want {
            "" if text.contains('-') => assert!(got.is_err(), "{text}"),
            want => assert_eq!(got.as_deref(), Ok(want), "{text}"),
        }
    }
}

#[test]
fn messages_are_those_of_upstream() {
    for (text, want) in [
        (",", "found ',', expected: !, identifier, or 'end of string'"),
        ("a,", "found '', expected: identifier after ','"),
        ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        ("!a in (b)", "found 'in', expected: ',' or 'end of string'"),
        ("a in b", "unable to parse requirement: found 'b' expected: '('"),
        ("a in (b", "unable to parse requirement: found '', expected: ',' or ')'"),
        ("a in (", "unable to parse requirement: found '', expected: ',', ')' or identifier"),
        ("a===b", "unable to parse requirement: found '=', expected: identifier"),
        ("!", "unable to parse requirement: found '', expected: identifier"),
        (
            "a>x",
            "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' \
             operators, the value must be an integer",
        ),
        (
            "/a",
            "unable to parse requirement: <nil>: Invalid value: \"/a\": prefix part must be \
             non-empty",
        ),
    ] {
        assert_eq!(Selector::parse(text).unwrap_err().to_string(), want, "{text}");
    }
    let error = Selector::parse("a=-").unwrap_err().to_string();
    assert!(error.contains(": values[0][a]: Invalid value: \"-\": a valid label must"), "{error}");
}

#[test]
fn a_zero_byte_ends_a_selector() {
    assert_eq!(Selector::parse("a \0,,").unwrap().to_string(), "a");
    assert!(Selector::parse("a\0b").is_err());
}

#[test]
fn nothing_matches_nothing_and_everything_everything() {
    let set = labels(&[("a", "1")]);
    assert!(Selector::everything().matches(&set) && Selector::everything().is_empty());
    assert!(!Selector::nothing().matches(&set) && !Selector::nothing().is_empty());
    assert_eq!(Selector::nothing().requirements(), None);
    assert!(Selector::from_set(&set).matches(&set));
    assert!(!Selector::from_set(&set).matches(&labels(&[])));
    assert_eq!(Selector::from_set(&set).requires_exact_match("a"), Some("1"));
    let several = Selector::parse("a in (1,2)").unwrap();
    assert_eq!(several.requires_exact_match("a"), None);
}

#[test]
fn label_selectors_convert_both_ways() {
    let object = LabelSelector::parse("a=1,b in (x,y),!c,d").unwrap();
    assert_eq!(object.match_labels, labels(&[("a", "1")]));
    let selector = Selector::try_from(&object).unwrap();
    assert_eq!(selector.to_string(), "a=1,b in (x,y),!c,d");
    assert_eq!(format_label_selector(Some(&object)), "a=1,b in (x,y),!c,d");
    assert!(object.validate(&Path::new("selector")).is_empty());
    assert_eq!(
        object.as_map().unwrap_err().to_string(),
        "operator \"In\" without a single value cannot be converted into the old label selector \
         format"
    );
    let faulty = LabelSelector { match_labels: labels(&[("a b", "")]), ..Default::default() };
    assert_eq!(format_label_selector(Some(&faulty)), "<error>");
    assert_eq!(faulty.validate(&Path::new("selector"))[0].field, "selector.matchLabels");
    assert_eq!(format_label_selector(Some(&LabelSelector::default())), "<none>");
    assert!(Selector::try_from(&LabelSelector::default()).unwrap().is_empty());
    assert!(Selector::from_label_selector(None).unwrap().is_nothing());
    assert_eq!(
        LabelSelector::parse("a>1").unwrap_err().to_string(),
        "\"gt\" isn't supported in label selectors"
    );
    assert_eq!(labels_from_equalities(" a = 1 ,b=").unwrap(), labels(&[("a", "1"), ("b", "")]));
    assert_eq!(labels_from_equalities("a==1").unwrap_err().to_string(), "invalid selector: [a  1]");
}

/// Decides from the text of one requirement alone.
fn naive(text: &str, set: &BTreeMap<String, String>) -> bool {
    if let Some((key, values)) = text.split_once(" in (") {
        let values: Vec<_> = values.trim_end_matches(')').split(',').collect();
        return set.get(key).is_some_and(|label| values.contains(&label.as_str()));
    }
    if let Some((key, values)) = text.split_once(" notin (") {
        return !naive(&format!("{key} in ({values}"), set);
    }
    if let Some((key, value)) = text.split_once("!=") {
        return set.get(key).is_none_or(|label| label != value);
    }
    if let Some((key, value)) = text.split_once('=') {
        return set.get(key).is_some_and(|label| label == value);
    }
    for (sign, wanted) in [('>', std::cmp::Ordering::Greater), ('<', std::cmp::Ordering::Less)] {
        if let Some((key, value)) = text.split_once(sign) {
            let label = set.get(key).and_then(|label| label.parse::<i64>().ok());
            return label.is_some_and(|label| label.cmp(&value.parse().unwrap()) == wanted);
        }
    }
    match text.strip_prefix('!') {
        Some(key) => !set.contains_key(key),
        None => set.contains_key(text),
    }
}

fn requirement_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[abc]",
        "![abc]",
        "[abc](=|!=)[xy1-3]?",
        "[abc][<>][0-4]",
        "[abc] (in|notin) \\([xy1-3]?(,[xy1-3]?){0,3}\\)",
    ]
}

proptest! {
    #[test]
    fn matching_agrees_with_the_naive_matcher(
        texts in prop::collection::vec(requirement_text(), 1..4),
        set in prop::collection::btree_map("[abc]", "[xy1-3]?", 0..4),
    ) {
        let selector = Selector::parse(&texts.join(",")).unwrap();
        prop_assert_eq!(selector.matches(&set), texts.iter().all(|text| naive(text, &set)));
        prop_assert_eq!(Selector::parse(&selector.to_string()).unwrap(), selector);
    }

    #[test]
    fn no_text_breaks_the_parser(text in "[a-c!=<>(), \tin./\u{0}é-]{0,30}") {
        if let Ok(selector) = Selector::parse(&text) {
            prop_assert_eq!(&Selector::parse(&selector.to_string()).unwrap(), &selector);
        }
    }
}
