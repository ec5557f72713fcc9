//! Tables of names; the golden vectors have many more.

use super::*;
use crate::validation::field::Path;

#[test]
fn messages_are_those_of_upstream() {
    for (got, want) in [
        (
            dns1123_subdomain("A"),
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, \
             '-' or '.', and must start and end with an alphanumeric character (e.g. \
             'example.com', regex used for validation is \
             '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
        ),
        (
            dns1035_label("1a"),
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start \
             with an alphabetic character, and end with an alphanumeric character (e.g. \
             'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
        ),
        (dns1123_label("a.b"), "must not contain dots"),
        (label_key("/a"), "prefix part must be non-empty"),
        (port_number(0), "must be between 1 and 65535, inclusive"),
        (path_segment_name(".."), "may not be '..'"),
        (config_map_key("..a"), "must not start with '..'"),
    ] {
        assert_eq!(got, [want]);
    }
}

#[test]
fn prefixes_may_end_with_a_dash() {
    for (rule, prefix, fine) in [
        (NameRule::Label, "web-", true),
        (NameRule::Label, "web--", true),
        (NameRule::Label, "-", false),
        (NameRule::Subdomain, "a.", false),
        (NameRule::Subdomain, "a.-", true),
        (NameRule::Subdomain, "aé-", false),
        (NameRule::Dns1035Label, "1-", true),
        (NameRule::Label, "A-", true),
        (NameRule::PathSegment, "..", true),
        (NameRule::PathSegment, "a/b", false),
    ] {
        assert_eq!(rule.check(prefix, Generated::Prefix).is_empty(), fine, "{rule:?} {prefix}");
    }
}

#[test]
fn lengths_are_limited() {
    let long = "a".repeat(64);
    assert_eq!(dns1123_label(&long), ["must be no more than 63 characters"]);
    assert_eq!(label_value(&long), ["must be no more than 63 bytes"]);
    assert_eq!(label_key(&long), ["name part must be no more than 63 bytes"]);
    assert_eq!(dns1123_subdomain(&"a".repeat(254)), ["must be no more than 253 characters"]);
    let path = Path::new("fieldManager");
    assert_eq!(field_manager(&path, &"m".repeat(129)).len(), 1);
    assert_eq!(
        field_manager(&path, "a\u{7}").to_string(),
        "fieldManager: Invalid value: \"a\\a\": invalid character U+0007 (at position 1)"
    );
}

#[test]
fn unusual_signs_pass_where_upstream_lets_them() {
    assert!(relaxed_env_var_name("1 a:b").is_empty());
    assert!(!relaxed_env_var_name("a=b").is_empty());
    assert!(!relaxed_env_var_name("é").is_empty());
    assert!(dns1123_subdomain_caseless("Example.\u{212a}om").is_empty());
    assert!(dns1123_subdomain_with_underscore("_a.b_c").is_empty());
    assert!(!dns1123_subdomain_with_underscore("__a").is_empty());
    assert!(condition_reason("ReasonA,ReasonB").is_empty());
    assert!(!condition_reason("A,").is_empty());
    for (text, fine) in [("0", true), ("-0", false), ("-1", true), ("01", false), ("-", false)] {
        assert_eq!(decimal_integer(text).is_empty(), fine, "{text}");
    }
}
