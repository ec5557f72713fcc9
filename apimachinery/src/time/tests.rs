//! Tables for moments and spans, and round trips of generated ones.

use proptest::prelude::*;

use super::*;

#[test]
fn times_read_as_go_reads_them() {
    for (text, want) in [
        ("1970-01-01T00:00:00Z", 0),
        ("2024-01-02T03:04:05Z", 1_704_164_645),
        ("2024-01-02T03:04:05.999Z", 1_704_164_645),
        ("2024-01-02T03:04:05,5Z", 1_704_164_645),
        ("2024-01-02T3:04:05Z", 1_704_164_645),
        ("2024-01-02T05:04:05+02:00", 1_704_164_645),
        ("2024-01-02T03:04:05+24:00", 1_704_164_645 - 86_400),
        ("2024-02-29T00:00:00Z", 1_709_164_800),
        ("1969-12-31T23:59:59.5Z", -1),
    ] {
        assert_eq!(text.parse::<Time>().map(Time::unix_seconds), Ok(want), "{text}");
    }
    for text in [
        "",
        "x",
        "2024-01-02",
        "2024-1-2T3:4:5Z",
        "2024-01-02T03:04Z",
        "2024-01-02T03:04:05",
        "2024-01-02t03:04:05z",
        "2024-01-02T03:04:60Z",
        "2024-01-02T24:00:00Z",
        "2023-02-29T00:00:00Z",
        "2024-00-01T00:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-01-00T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "2024-01-02T03:04:05.Z",
        "2024-01-02T03:04:05+0200",
        "2024-01-02T03:04:05+25:00",
        "2024-01-02T03:04:05Z ",
    ] {
        assert!(text.parse::<Time>().is_err(), "{text}");
    }
}

#[test]
fn micro_times_have_six_digits() {
    let time: MicroTime = "2024-01-02T03:04:05.123456Z".parse().unwrap();
    assert_eq!(time.unix_micros(), 1_704_164_645_123_456);
    assert_eq!(time.to_string(), "2024-01-02T03:04:05.123456Z");
    assert_eq!(MicroTime::from_unix_micros(-1).to_string(), "1969-12-31T23:59:59.999999Z");
    assert_eq!(Time::from(MicroTime::from_unix_micros(-1)).unix_seconds(), -1);
    for text in
        ["2024-01-02T03:04:05Z", "2024-01-02T03:04:05.12345Z", "2024-01-02T03:04:05.1234567Z"]
    {
        assert!(text.parse::<MicroTime>().is_err(), "{text}");
    }
}

#[test]
fn the_zero_time_is_null() {
    assert_eq!(serde_json::to_string(&Time::default()).unwrap(), "null");
    assert_eq!(serde_json::from_str::<Time>("null").unwrap(), Time::ZERO);
    assert_eq!("0001-01-01T00:00:00Z".parse(), Ok(Time::ZERO));
    assert_eq!(serde_json::to_string(&MicroTime::default()).unwrap(), "null");
    assert_eq!(Time::ZERO, Time::from(MicroTime::ZERO));
    assert!(serde_json::from_str::<Time>("1700000000").is_err());
}

#[test]
fn years_beyond_four_digits_print_as_go_prints_them() {
    assert_eq!(
        "9999-12-31T23:59:59-01:00".parse::<Time>().unwrap().to_string(),
        "10000-01-01T00:59:59Z"
    );
    assert_eq!(
        "0000-01-01T00:00:00+01:00".parse::<Time>().unwrap().to_string(),
        "-0001-12-31T23:00:00Z"
    );
}

#[test]
fn durations_read_and_print() {
    for (text, nanos, printed) in [
        ("0", 0, "0s"),
        ("-0", 0, "0s"),
        ("1h30m", 5_400_000_000_000, "1h30m0s"),
        ("1m0.5s", 60_500_000_000, "1m0.5s"),
        ("5.s", 5_000_000_000, "5s"),
        (".5ms", 500_000, "500µs"),
        ("1us", 1000, "1µs"),
        ("1\u{3bc}s", 1000, "1µs"),
        ("+1.5h", 5_400_000_000_000, "1h30m0s"),
        ("-1ns", -1, "-1ns"),
        ("1234567ns", 1_234_567, "1.234567ms"),
        ("-9223372036854775808ns", i64::MIN, "-2562047h47m16.854775808s"),
        ("9223372036s", 9_223_372_036_000_000_000, "2562047h47m16s"),
        ("0.3333333333333333333h", 1_200_000_000_000, "20m0s"),
    ] {
        let span: Duration = text.parse().unwrap();
        assert_eq!((span.as_nanos(), span.to_string().as_str()), (nanos, printed), "{text}");
    }
    for text in
        ["", "-", "1", " 1s", "1x", ".s", "s", "1d", "9223372037s", "9223372036854775808ns", "1s "]
    {
        assert!(text.parse::<Duration>().is_err(), "{text}");
    }
}

#[test]
fn ages_are_short() {
    for (seconds, human, short) in [
        (-2, "<invalid>", "<invalid>"),
        (-1, "0s", "0s"),
        (119, "119s", "1m"),
        (120, "2m", "2m"),
        (599, "9m59s", "9m"),
        (600, "10m", "10m"),
        (10_800, "3h", "3h"),
        (28_799, "7h59m", "7h"),
        (691_199, "7d23h", "7d"),
        (63_072_000, "2y", "2y"),
        (252_287_999, "7y364d", "7y"),
    ] {
        let span = Duration::from_secs(seconds);
        assert_eq!(human_duration(span), human, "{seconds}");
        assert_eq!(short_human_duration(span), short, "{seconds}");
    }
}

#[test]
fn spans_convert() {
    assert_eq!(Duration::from(std::time::Duration::from_millis(5)), Duration::from_millis(5));
    assert_eq!(Duration::from(std::time::Duration::MAX), Duration::MAX);
    assert_eq!(Duration::from_nanos(-1).to_std(), std::time::Duration::ZERO);
    let (a, b) = (Time::from_unix_seconds(10), Time::from_unix_seconds(4));
    assert_eq!(a.since(b), Duration::from_secs(6));
    assert_eq!(b.saturating_add(Duration::from_secs(6)), a);
}

proptest! {
    #[test]
    fn any_duration_survives_printing(nanos: i64) {
        let span = Duration::from_nanos(nanos);
        prop_assert_eq!(span.to_string().parse::<Duration>().unwrap(), span);
    }

    #[test]
    fn any_time_of_four_digit_years_survives_printing(seconds in -62_167_219_200_i64..=253_402_300_799) {
        let time = Time::from_unix_seconds(seconds);
        prop_assert_eq!(time.to_string().parse::<Time>().unwrap(), time);
        // jiff ends a day short of the year 10000.
        let shared = seconds.min(253_402_207_199);
        let civil = jiff::Timestamp::from_second(shared).unwrap().to_string();
        prop_assert_eq!(Time::from_unix_seconds(shared).to_string(), civil);
    }

    #[test]
    fn any_micro_time_survives_printing(micros in -62_167_219_200_000_000_i64..=253_402_300_799_999_999) {
        let time = MicroTime::from_unix_micros(micros);
        prop_assert_eq!(time.to_string().parse::<MicroTime>().unwrap(), time);
    }

    #[test]
    fn no_text_breaks_the_parsers(text in "[-+0-9.,:TZhmsnuµ ]{0,30}") {
        let _ = text.parse::<Time>();
        let _ = text.parse::<MicroTime>();
        let _ = text.parse::<Duration>();
    }
}
