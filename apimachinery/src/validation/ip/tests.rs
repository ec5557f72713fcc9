//! Addresses that the readings take differently.

use super::*;
use crate::validation::field::Path;

#[test]
fn the_lenient_reading_takes_zeros_and_mapped_addresses() {
    for (text, want) in [
        ("010.002.003.004", Some("10.2.3.4")),
        ("::ffff:1.2.3.4", Some("1.2.3.4")),
        ("::00001", Some("::1")),
        ("1:2:3:4:5:6:7::", Some("1:2:3:4:5:6:7:0")),
        ("1:2:3:4:5:6:1.2.3.4", Some("1:2:3:4:5:6:102:304")),
        ("::", Some("::")),
        ("1::2::3", None),
        ("1:2:3:4:5:6:7::8", None),
        ("1:2:3:4:5:6:7:8:9", None),
        ("1:2:3:4:5:6:7:1.2.3.4", None),
        ("1.2.3.4::", None),
        (":1", None),
        ("1:", None),
        (":::", None),
        ("fe80::1%eth0", None),
        ("1.2.3", None),
        ("1.2.3.256", None),
        ("12345678", None),
        ("", None),
    ] {
        let got = parse_ip_sloppy(text).map(|ip| ip.to_string());
        assert_eq!(got.as_deref(), want, "{text}");
    }
}

#[test]
fn networks_print_without_host_bits() {
    for (text, want) in [
        ("10.1.2.3/8", Some("10.0.0.0/8")),
        ("10.1.2.3/008", Some("10.0.0.0/8")),
        ("1.2.3.4/0", Some("0.0.0.0/0")),
        ("::ffff:1.2.3.4/120", Some("1.2.3.0/24")),
        ("::ffff:1.2.3.4/24", Some("::/24")),
        ("2001:db8::1/64", Some("2001:db8::/64")),
        ("::1/0", Some("::/0")),
        ("1.2.3.4/33", None),
        ("::/129", None),
        ("::/", None),
        ("::/+1", None),
        ("::1", None),
    ] {
        assert_eq!(parse_cidr_sloppy(text).map(|cidr| cidr.to_string()).as_deref(), want, "{text}");
    }
}

#[test]
fn complaints_and_warnings_are_those_of_upstream() {
    let path = Path::new("f");
    for (got, want) in [
        (
            ip(&path, "01.2.3.4").to_string(),
            "f: Invalid value: \"01.2.3.4\": must not have leading 0s",
        ),
        (
            ip(&path, "FE80::1").to_string(),
            "f: Invalid value: \"FE80::1\": must be in canonical form (\"fe80::1\")",
        ),
        (
            ip_warnings(&path, "01.2.3.4").join("\n"),
            "f: non-standard IP address \"01.2.3.4\" is invalid: use \"1.2.3.4\"",
        ),
        (
            cidr_warnings(&path, "1.2.3.4/24").join("\n"),
            "f: CIDR value \"1.2.3.4/24\" is ambiguous in this context (should be \"1.2.3.0/24\" or \"1.2.3.4/32\"?)",
        ),
        (interface_address(&path, "10.9.8.7/24").to_string(), ""),
        (
            non_special_ip(&path, "127.0.0.1").to_string(),
            "f: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)",
        ),
    ] {
        assert_eq!(got, want);
    }
    let old = vec!["01.2.3.4".to_owned()];
    assert!(legacy_ip(&path, "01.2.3.4", Strictness::Strict, &old).is_empty());
    assert!(!legacy_ip(&path, "01.2.3.4", Strictness::Strict, &[]).is_empty());
    assert!(legacy_ip(&path, "01.2.3.4", Strictness::Lenient, &[]).is_empty());
}
