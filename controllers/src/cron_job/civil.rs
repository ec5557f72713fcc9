//! Dates and times of day in a time zone, calculated as Go's `time` package does, gaps and
//! repetitions of the clock included.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A time zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone(TimeZone);

/// A date and a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Civil {
    pub(super) year: i64,
    /// From 1.
    pub(super) month: i64,
    /// From 1.
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
}

impl Zone {
    /// UTC, which stands for the host's time zone, too: controllers run in UTC.
    #[must_use]
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The zone with that name in the IANA database; the empty name and `Local` are UTC.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if matches!(name, "" | "UTC" | "Local") {
            return Some(Self::utc());
        }
        let zone = TimeZone::get(name).ok()?;
        // Names are spelled in one way only.
        (zone.iana_name() == Some(name)).then_some(Self(zone))
    }

    /// Seconds east of UTC at a moment.
    pub(super) fn offset(&self, unix: i64) -> i64 {
        let Ok(moment) = Timestamp::from_second(unix) else { return 0 };
        i64::from(self.0.to_offset(moment).seconds())
    }

    /// What calendars and clocks in the zone show at a moment.
    pub(super) fn civil(&self, unix: i64) -> Civil {
        let local = unix + self.offset(unix);
        let (days, seconds) = (local.div_euclid(86_400), local.rem_euclid(86_400));
        let (year, month, day) = date_of(days);
        Civil {
            year,
            month,
            day,
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
        }
    }

    /// The moment at which clocks show this. Months and days may be out of range and count on from
    /// there; times that clocks skip or show twice give what Go's `time.Date` gives.
    pub(super) fn moment(&self, civil: Civil) -> i64 {
        let months = civil.year * 12 + civil.month - 1;
        let days = days_of(months.div_euclid(12), months.rem_euclid(12) + 1) + civil.day - 1;
        let local = days * 86_400 + civil.hour * 3600 + civil.minute * 60 + civil.second;
        local - self.offset(local - self.offset(local))
    }

    /// Hours and minutes east of UTC, as RFC 3339 writes them.
    pub(super) fn suffix(&self, unix: i64) -> String {
        match self.offset(unix) / 60 {
            0 => "Z".to_owned(),
            minutes => {
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

impl Civil {
    /// The day of the week, Sunday being 0.
    pub(super) fn weekday(&self) -> i64 {
        (days_of(self.year, self.month) + self.day - 1 + 4).rem_euclid(7)
    }
}

/// Days from 1970-01-01 to the first of a month; months from 1 to 12.
fn days_of(year: i64, month: i64) -> i64 {
    // Years begin in March here, so that leap days come last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * month + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of a day counted from 1970-01-01.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn utc_goes_there_and_back(unix in -4_000_000_000_i64..8_000_000_000) {
            let zone = Zone::utc();
            let civil = zone.civil(unix);
            prop_assert_eq!(zone.moment(civil), unix);
            let jiff = Timestamp::from_second(unix).unwrap().to_zoned(TimeZone::UTC);
            prop_assert_eq!(civil.weekday(), i64::from(jiff.weekday().to_sunday_zero_offset()));
            prop_assert_eq!(
                (civil.year, civil.month, civil.day),
                (jiff.year().into(), jiff.month().into(), jiff.day().into())
            );
        }
    }

    #[test]
    fn a_skipped_hour_goes_to_the_other_side() {
        let berlin = Zone::named("Europe/Berlin").expect("Berlin is in the database");
        let at = |month, day, hour, minute| {
            berlin.moment(Civil { year: 2024, month, day, hour, minute, second: 0 })
        };
        assert_eq!(at(3, 31, 1, 59), 1_711_846_740);
        // 02:30 does not exist that day.
        assert_eq!(berlin.civil(at(3, 31, 2, 30)).hour, 3);
        assert_eq!(berlin.suffix(at(7, 1, 0, 0)), "+02:00");
        assert_eq!(Zone::named("Bad/Zone"), None);
        assert_eq!(Zone::named("europe/berlin"), None);
    }
}
