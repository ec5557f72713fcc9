//! Points in time.

use std::fmt;

use super::Duration;

/// A point in time between the years 1 and 9999, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    seconds: i64,
    nanoseconds: u32,
}

const FIRST: i64 = -62_135_596_800;
const LAST: i64 = 253_402_300_799;

/// The parts of a point in time that a clock and a calendar show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
    pub(crate) day_of_year: i64,
    pub(crate) day_of_week: i64,
    pub(crate) hour: i64,
    pub(crate) minute: i64,
    pub(crate) second: i64,
    pub(crate) millisecond: i64,
}

impl Timestamp {
    /// A point in time by its distance from the epoch; `None` outside the years 1 to 9999.
    pub fn from_unix(seconds: i64, nanoseconds: u32) -> Option<Self> {
        (FIRST..=LAST).contains(&seconds).then_some(Self { seconds, nanoseconds })
    }

    pub(crate) fn from_seconds(seconds: i64) -> Option<Self> {
        Self::from_unix(seconds, 0)
    }

    /// Seconds since the epoch.
    pub fn unix_seconds(self) -> i64 {
        self.seconds
    }

    pub(crate) fn is_zero(self) -> bool {
        self.seconds == FIRST && self.nanoseconds == 0
    }

    /// Reads RFC 3339.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() < 20 || bytes[10] != b'T' || !bytes[..19].is_ascii() {
            return None;
        }
        let (hour, minute, second) = (pair(bytes, 11)?, pair(bytes, 14)?, pair(bytes, 17)?);
        if bytes[13] != b':' || bytes[16] != b':' || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let day = date(&text[..10])?;
        let rest = &text[19..];
        let (nanoseconds, rest) = match rest.strip_prefix(['.', ',']) {
            Some(fraction) => {
                let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
                if end == 0 {
                    return None;
                }
                let digits = &fraction[..end.min(9)];
                let scale = 10_u32.pow(u32::try_from(9 - digits.len()).ok()?);
                (digits.parse::<u32>().ok()? * scale, &fraction[end..])
            }
            None => (0, rest),
        };
        let offset = offset(rest)?;
        Self::from_unix(day * 86_400 + hour * 3600 + minute * 60 + second - offset, nanoseconds)
    }

    /// Reads the format `date-time` of a schema.
    pub(crate) fn parse_date_time(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Self::from_seconds(0);
        }
        let upper = text.to_ascii_uppercase();
        Self::parse(&upper).or_else(|| {
            // Without a zone the time is UTC; the colon in the zone may be missing.
            let at = upper.len().checked_sub(2)?;
            Self::parse(&format!("{}:{}", upper.get(..at)?, upper.get(at..)?))
        })
    }

    /// Reads `2024-01-31`.
    pub(crate) fn parse_date(text: &str) -> Option<Self> {
        (text.len() == 10).then_some(())?;
        Self::from_seconds(date(text)? * 86_400)
    }

    pub(crate) fn add(self, duration: Duration) -> Option<Self> {
        let total = i128::from(self.nanoseconds) + i128::from(duration.nanoseconds());
        let seconds = i64::try_from(total.div_euclid(1_000_000_000)).ok()?;
        let nanoseconds = u32::try_from(total.rem_euclid(1_000_000_000)).ok()?;
        Self::from_unix(self.seconds.checked_add(seconds)?, nanoseconds)
    }

    pub(crate) fn since(self, other: Timestamp) -> Option<Duration> {
        let seconds = i128::from(self.seconds) - i128::from(other.seconds);
        let total =
            seconds * 1_000_000_000 + i128::from(self.nanoseconds) - i128::from(other.nanoseconds);
        i64::try_from(total).ok().map(Duration::from_nanoseconds)
    }

    /// What clock and calendar show in a zone: empty for UTC, `+05:30`, or a name of the zone
    /// database.
    pub(crate) fn civil(self, zone: &str) -> Option<Civil> {
        let offset = if zone.is_empty() || zone == "UTC" {
            0
        } else if zone.starts_with(['+', '-']) || zone.starts_with(|c: char| c.is_ascii_digit()) {
            let (negative, bare) = match zone.strip_prefix('-') {
                Some(bare) => (true, bare),
                None => (false, zone.strip_prefix('+').unwrap_or(zone)),
            };
            let (hours, minutes) = bare.split_once(':')?;
            let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
            let offset = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?;
            if negative { offset.checked_neg()? } else { offset }
        } else {
            let zone = jiff::tz::TimeZone::get(zone).ok()?;
            let at = jiff::Timestamp::from_second(self.seconds).ok()?;
            i64::from(zone.to_offset(at).seconds())
        };
        let local = self.seconds.checked_add(offset)?;
        let (days, time) = (local.div_euclid(86_400), local.rem_euclid(86_400));
        let (year, month, day) = civil_from_days(days);
        Some(Civil {
            year,
            month,
            day,
            day_of_year: days - days_from_civil(year, 1, 1),
            day_of_week: (days + 4).rem_euclid(7),
            hour: time / 3600,
            minute: time / 60 % 60,
            second: time % 60,
            millisecond: i64::from(self.nanoseconds / 1_000_000),
        })
    }
}

/// Prints RFC 3339 with as many digits of the second as needed.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(c) = self.civil("") else { return Ok(()) };
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            c.year, c.month, c.day, c.hour, c.minute, c.second
        )?;
        if self.nanoseconds > 0 {
            let text = format!("{:09}", self.nanoseconds);
            write!(f, ".{}", text.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

fn pair(bytes: &[u8], at: usize) -> Option<i64> {
    let digit = |i: usize| bytes.get(i).filter(|b| b.is_ascii_digit()).map(|b| i64::from(b - b'0'));
    Some(digit(at)? * 10 + digit(at + 1)?)
}

/// Days since the epoch of `2024-01-31`.
fn date(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let year = pair(bytes, 0)? * 100 + pair(bytes, 2)?;
    let (month, day) = (pair(bytes, 5)?, pair(bytes, 8)?);
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') || !(1..=12).contains(&month) {
        return None;
    }
    let days = days_from_civil(year, month, day);
    (day >= 1 && civil_from_days(days) == (year, month, day)).then_some(days)
}

fn offset(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let bytes = text.as_bytes();
    let sign = match bytes.first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    if bytes.len() != 6 || bytes[3] != b':' {
        return None;
    }
    let (hours, minutes) = (pair(bytes, 1)?, pair(bytes, 4)?);
    (hours <= 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_show_the_time_of_their_zone() {
        let time = Timestamp::parse("2024-07-01T10:30:00Z").expect("a time");
        for (zone, want) in [
            ("", Some((10, 30))),
            ("UTC", Some((10, 30))),
            ("+05:30", Some((16, 0))),
            ("-11:00", Some((23, 30))),
            ("02:00", Some((12, 30))),
            ("Europe/Berlin", Some((12, 30))),
            ("America/New_York", Some((6, 30))),
            ("Nowhere/Town", None),
            ("99999999999999999:00", None),
            ("2562047788015215:59", None),
            ("+1", None),
        ] {
            let shown = time.civil(zone).map(|civil| (civil.hour, civil.minute));
            assert_eq!(shown, want, "{zone}");
        }
        let winter = Timestamp::parse("2024-01-01T10:30:00Z").expect("a time");
        assert_eq!(winter.civil("Europe/Berlin").map(|civil| civil.hour), Some(11));
    }
}
